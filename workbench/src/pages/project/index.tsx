import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { go } from "../../app/location";
import { Page } from "../../app/Page";
import { tabsOf, type PageProps } from "../../app/routes";
import { queries } from "../../state/queries";
import { Trouble } from "../../ui/Notice";
import { Waiting } from "../../ui/Waiting";
import type { Project } from "../../api/types";

const FIRST: Partial<Record<Project["role"], string>> = { annotator: "annotate", reviewer: "review", auditor: "quality", client: "quality" };

/** The address of a project leads to the page its role works on most; without conversations, to the import. */
export default function ProjectStart({ params }: PageProps) {
  const id = params["project"] ?? "";
  const { data, error, refetch } = useQuery(queries.project(id));
  useEffect(() => {
    if (data) go(startOf(data), { replace: true });
  }, [data]);
  if (error) return <Page title="Project"><Trouble error={error} again={() => void refetch()} /></Page>;
  return <Waiting />;
}

function startOf({ id, role, counts }: Project): string {
  const tabs = tabsOf(id, role);
  const wanted = FIRST[role] ?? (counts.items === 0 ? "import" : "quality");
  return (tabs.find(({ name }) => name === wanted) ?? tabs[0])?.to ?? "/projects";
}
