import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { agreedReviews, caseOf, openReviews } from "./calls";

export const reviewQueries = {
  open: (project: string) => queryOptions({ queryKey: ["project", project, "reviews"], queryFn: () => openReviews(project) }),
  agreed: (project: string) => queryOptions({ queryKey: ["project", project, "reviews", "agreed"], queryFn: () => agreedReviews(project), staleTime: 60_000 }),
  /** What people answered to an item that is reviewed changes only by a review. */
  case: (project: string, item: string) =>
    queryOptions({ queryKey: ["project", project, "review", item], queryFn: () => caseOf(project, item), staleTime: 60_000 }),
};

/** Fetch the queue and its first case: the page then opens without asking one after the other. */
export async function prepare(client: QueryClient, project: string): Promise<void> {
  const { rows } = await client.fetchQuery(reviewQueries.open(project));
  const first = rows[0]?.item;
  if (first) await client.prefetchQuery(reviewQueries.case(project, first));
}
