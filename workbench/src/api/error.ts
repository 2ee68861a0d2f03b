/** A refusal by the server, or no answer at all, as one sentence for a person and a code for the program. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** The field of the form it is about, if one. */
  readonly field: string | null;
  /** Further values: the right offset, seconds to wait. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, field: string | null = null, facts: Record<string, unknown> = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.field = field;
    this.facts = facts;
  }

  /** Nothing was heard from the server: the same request may be sent again later. */
  get unreachable(): boolean {
    return this.status === 0;
  }
}

const PLAIN: Record<number, string> = {
  413: "That is larger than the server takes at once.",
  429: "Too many tries. Wait a moment, then try again.",
  502: "The server does not answer. Try again in a moment.",
  503: "The server is busy. Try again in a moment.",
};

/** Make the error of an answer whose body may be anything: ours, a proxy's page, or empty. */
export function errorOf(status: number, body: unknown): ApiError {
  if (isProblem(body)) {
    const { code, message, field, facts } = body.error;
    return new ApiError(status, code, message, field ?? null, facts ?? {});
  }
  return new ApiError(status, `http-${status}`, PLAIN[status] ?? `The server could not do this (status ${status}).`);
}

/** One sentence for a person, from whatever was thrown. */
export function sentence(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return "Something went wrong on this page. Load it again; what was saved is safe.";
}

interface Problem {
  error: { code: string; message: string; field?: string | null; facts?: Record<string, unknown> };
}

function isProblem(body: unknown): body is Problem {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body as { error: unknown };
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}
