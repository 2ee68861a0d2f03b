import { queryOptions } from "@tanstack/react-query";
import { agreedReviews, caseOf, openReviews } from "./calls";

export const reviewQueries = {
  open: (project: string) => queryOptions({ queryKey: ["project", project, "reviews"], queryFn: () => openReviews(project) }),
  agreed: (project: string) => queryOptions({ queryKey: ["project", project, "reviews", "agreed"], queryFn: () => agreedReviews(project), staleTime: 60_000 }),
  /** What people answered to an item that is reviewed changes only by a review. */
  case: (project: string, item: string) =>
    queryOptions({ queryKey: ["project", project, "review", item], queryFn: () => caseOf(project, item), staleTime: 60_000 }),
};
