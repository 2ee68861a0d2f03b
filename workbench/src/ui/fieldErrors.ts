import { ApiError } from "../api/error";

/** Return the sentence of an error that is about this field, else null. */
export function about(error: unknown, field: string): string | null {
  return error instanceof ApiError && error.field === field ? error.message : null;
}

/** Return the error when it is about none of these fields, so that it is shown once and never lost. */
export function elsewhere(error: unknown, ...fields: string[]): unknown {
  return error instanceof ApiError && error.field !== null && fields.includes(error.field) ? null : error;
}
