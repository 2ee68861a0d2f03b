/** What the server of a demo says of the tour; no other server has this address. */

import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Estimate } from "../api/types";

export interface Recall {
  domain: string;
  /** Customers who leave. */
  leave: number;
  /** How many of them the delivery says leave. */
  heard: number;
  share: Estimate;
}

/** What is measured at a moment, to be seen beside what it is later. */
export interface Figures {
  alpha: Estimate;
  answers: number;
}

export interface SpotCheck {
  item: string;
  text: string;
  /** The label of the delivery, and what was meant. */
  said: string;
  meant: string;
  delivered: number;
  wrong: number;
  checked: number;
  right_of_checked: number;
  share: Estimate;
  recall: Recall[];
}

export interface Demo {
  project: string;
  is_guest: boolean;
  tour: {
    differ: { item: string; task: string; text: string; answers: Record<string, number> };
    settle: { item: string; task: string; clause: string; meant: string };
    /** `before`: what was measured before a visitor came. */
    changed: { task: string; before: Figures };
    spot_check: SpotCheck;
  };
}

/** What is asked of a delivery: so many of those checked must be right. */
export const RULE = 0.97;

export const demoQuery = () =>
  queryOptions({ queryKey: ["demo"], queryFn: () => call<Demo>("/api/demo"), staleTime: Infinity });
