import { Component, type ReactNode } from "react";
import { Button } from "../ui/Button";
import { Empty } from "../ui/Empty";
import { text } from "./text";

interface Props {
  /** Another place starts anew. */
  place: string;
  children: ReactNode;
}

/** Catches what breaks inside a page, so that the bar, the outbox and the other pages go on. */
export class Boundary extends Component<Props, { failedAt: string | null }> {
  override state = { failedAt: null as string | null };

  static getDerivedStateFromError(): { failedAt: string } {
    return { failedAt: "" };
  }

  override componentDidCatch(): void {
    this.setState({ failedAt: this.props.place });
  }

  override componentDidUpdate(): void {
    const { failedAt } = this.state;
    if (failedAt !== null && failedAt !== "" && failedAt !== this.props.place) this.setState({ failedAt: null });
  }

  override render(): ReactNode {
    if (this.state.failedAt === null) return this.props.children;
    return (
      <Empty title={text.failed}>
        <p>{text.failedWhy}</p>
        <Button look="main" onClick={() => window.location.reload()}>{text.reload}</Button>
      </Empty>
    );
  }
}
