import { queryOptions } from "@tanstack/react-query";
import { caseOf, openReviews } from "./calls";

export const reviewQueries = {
  open: (project: string) => queryOptions({ queryKey: ["project", project, "reviews"], queryFn: () => openReviews(project) }),
  /** What people answered to an item that is reviewed changes only by a review. */
  case: (project: string, item: string) =>
    queryOptions({ queryKey: ["project", project, "review", item], queryFn: () => caseOf(project, item), staleTime: 60_000 }),
};
