import { expect, test, vi } from "vitest";
import { ApiError } from "../../api/error";
import { PART, sendFile, type Sending, type UploadApi } from "./sending";

function server(received = 0) {
  const stored = new Map<string, number>([["known", received]]);
  const api: UploadApi = {
    start: vi.fn(() => {
      stored.set("new", 0);
      return Promise.resolve({ id: "new", received: 0 });
    }),
    state: vi.fn((id: string) => {
      const found = stored.get(id);
      return found === undefined ? Promise.reject(new ApiError(404, "not-found", "Gone.")) : Promise.resolve({ id, received: found });
    }),
    part: vi.fn((id: string, offset: number, part: Blob) => {
      if (offset !== stored.get(id)) return Promise.reject(new ApiError(409, "wrong-offset", "Elsewhere."));
      stored.set(id, offset + part.size);
      return Promise.resolve({ received: offset + part.size });
    }),
  };
  return { api, stored };
}

function sending(api: UploadApi, size: number, more: Partial<Sending> = {}): Sending {
  return {
    api, file: new Blob([new Uint8Array(size)]), name: "a.wav", known: null, signal: new AbortController().signal,
    begun: vi.fn(), progress: vi.fn(), pause: () => Promise.resolve(), ...more,
  };
}

test("a file is sent whole, in parts", async () => {
  const { api, stored } = server();
  const id = await sendFile(sending(api, 2 * PART + 5));

  expect([id, stored.get("new"), vi.mocked(api.part).mock.calls.length]).toEqual(["new", 2 * PART + 5, 3]);
});

test("an empty file is begun and nothing is sent", async () => {
  const { api } = server();
  expect(await sendFile(sending(api, 0))).toBe("new");
  expect(api.part).not.toHaveBeenCalled();
});

test("a file begun before goes on where it stopped", async () => {
  const { api, stored } = server(PART);
  await sendFile(sending(api, PART + 7, { known: "known" }));

  expect([stored.get("known"), vi.mocked(api.part).mock.calls.length]).toEqual([PART + 7, 1]);
});

test("an upload the server no longer knows is begun anew", async () => {
  const { api } = server();
  expect(await sendFile(sending(api, 10, { known: "long ago" }))).toBe("new");
});

test("another offset on the server is taken over", async () => {
  const { api, stored } = server(0);
  const real = api.part;
  let once = true;
  api.part = (id, offset, part, signal) => {
    if (!once) return real(id, offset, part, signal);
    once = false;
    stored.set(id, 4);
    return Promise.reject(new ApiError(409, "wrong-offset", "Elsewhere."));
  };
  await sendFile(sending(api, 10));

  expect(stored.get("new")).toBe(10);
});

test("a lost connection is waited out, longer each time, and told", async () => {
  const { api } = server();
  const real = api.part;
  let fails = 3;
  api.part = (...call) => (fails-- > 0 ? Promise.reject(new ApiError(0, "unreachable", "…")) : real(...call));
  const pauses: number[] = [];
  const progress = vi.fn();
  await sendFile(sending(api, 10, { progress, pause: (wait) => Promise.resolve(void pauses.push(wait)) }));

  expect(pauses).toEqual([1000, 2000, 4000]);
  expect(progress).toHaveBeenCalledWith(0, true);
  expect(progress).toHaveBeenLastCalledWith(10, false);
});

test("a refusal is not tried again", async () => {
  const { api } = server();
  api.part = vi.fn(() => Promise.reject(new ApiError(413, "too-large", "Too large.")));

  await expect(sendFile(sending(api, 10))).rejects.toThrow("Too large.");
  expect(api.part).toHaveBeenCalledTimes(1);
});

test("what is taken back is not sent further", async () => {
  const { api } = server();
  const stop = new AbortController();
  const progress = (received: number) => {
    if (received > 0) stop.abort();
  };

  await expect(sendFile(sending(api, 3 * PART, { signal: stop.signal, progress }))).rejects.toThrow();
  expect(api.part).toHaveBeenCalledTimes(1);
});
