/** What comments and clauses say. */
export const text = {
  citeTitle: "Cite the clause that decides",
  searchClauses: (digits: boolean) => (digits ? "Search the clauses, or press a digit" : "The number of a clause, or some letters of it; Enter cites the first"),
  noClauses: "This guideline has no clauses.",
  uncite: "Cite none",
  cancel: "Cancel",
  commentTitle: "Comment on this item",
  comment: "Comment",
  commentHint: "Reviewers read it; it is stored with your answer. Ctrl and Enter close this.",
  done: "Done",
} as const;
