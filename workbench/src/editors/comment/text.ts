/** What comments and clauses say. */
export const text = {
  citeTitle: "Cite the clause that decides",
  searchClauses: "Search the clauses, or press a digit",
  noClauses: "This guideline has no clauses.",
  uncite: "Cite none",
  cancel: "Cancel",
  commentTitle: "Comment on this item",
  comment: "Comment",
  commentHint: "Reviewers read it; it is stored with your answer. Ctrl and Enter close this.",
  done: "Done",
} as const;
