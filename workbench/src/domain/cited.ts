/** A clause that an annotator cites. It stands in front of the comment, because an answer has no field of its own for it. */

export interface Remark {
  comment: string;
  clause: string | null;
}

const CITED = /^\[clause ([^\]]+)\] ?/;

export function written({ comment, clause }: Remark): string {
  return [clause === null ? "" : `[clause ${clause}]`, comment.trim()].filter(Boolean).join(" ");
}

export function read(text: string | null | undefined): Remark {
  const clause = CITED.exec(text ?? "")?.[1] ?? null;
  return { clause, comment: (text ?? "").replace(CITED, "") };
}
