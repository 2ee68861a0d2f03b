import { useQueryClient } from "@tanstack/react-query";
import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { go } from "./location";
import { prefetch } from "./routes";

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: string;
}

/** A link to a page of the workbench: no reload, and it is fetched when it is pointed at. */
export function Link({ to, onClick, ...rest }: Props) {
  const client = useQueryClient();
  const ahead = () => prefetch(client, to);
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || elsewhere) return;
    event.preventDefault();
    go(to);
  };
  return <a {...rest} href={to} onClick={follow} onPointerEnter={ahead} onFocus={ahead} />;
}
