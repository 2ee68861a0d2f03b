import { expect, test } from "vitest";
import { read, written } from "./cited";

test("what is written is read back", () => {
  for (const remark of [{ comment: "", clause: null }, { comment: "hm", clause: null }, { comment: "", clause: "1.1" }, { comment: "[sic] hm", clause: "2" }]) {
    expect(read(written(remark))).toEqual(remark);
  }
});
