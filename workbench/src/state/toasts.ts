import { createStore } from "./store";
import type { Undo } from "../actions/action";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "good" | "bad";
  undo: Undo | null;
}

let last = 0;

/** What has just happened, told in the corner and to screen readers. */
export const toasts = createStore<readonly Toast[]>([]);

export function tell(text: string, options: { tone?: Toast["tone"]; undo?: Undo | null } = {}): void {
  const toast: Toast = { id: ++last, text, tone: options.tone ?? "plain", undo: options.undo ?? null };
  toasts.set((now) => [...now.slice(-2), toast]);
}

export function dismiss(id: number): void {
  toasts.set((now) => (now.some((toast) => toast.id === id) ? now.filter((toast) => toast.id !== id) : now));
}
