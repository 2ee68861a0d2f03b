/** A clause that an annotator cites, beside the comment. */

import type { Submission } from "../api/types";

export interface Remark {
  comment: string;
  clause: string | null;
}

/** How it stood in front of a comment, and still does where there is no answer it could be kept with. */
const CITED = /^\[clause ([^\]]+)\] ?/;

/** What of it is submitted: with answers the clause has a field of its own. */
export function written({ comment, clause }: Remark, outcome: Submission["outcome"]): Pick<Submission, "comment" | "clauses"> {
  const said = comment.trim();
  if (outcome === "answered") return { ...(said ? { comment: said } : {}), ...(clause === null ? {} : { clauses: [clause] }) };
  const whole = [clause === null ? "" : `[clause ${clause}]`, said].filter(Boolean).join(" ");
  return whole ? { comment: whole } : {};
}

export function read({ comment, clauses }: { comment?: string | null; clauses?: readonly string[] }): Remark {
  const [clause] = clauses ?? [];
  if (clause !== undefined) return { clause, comment: comment ?? "" };
  return { clause: CITED.exec(comment ?? "")?.[1] ?? null, comment: (comment ?? "").replace(CITED, "") };
}
