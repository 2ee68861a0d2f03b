import { Button } from "../../ui/Button";
import { text } from "./text";
import styles from "./Guideline.module.css";

interface Props {
  what: string;
  index: number;
  count: number;
  onMove: (by: number) => void;
  onRemove: () => void;
}

/** Up, down, remove: for an entry of a list that has an order. */
export function OrderButtons({ what, index, count, onMove, onRemove }: Props) {
  return (
    <span className={styles.order}>
      <Button small look="quiet" disabled={index === 0} aria-label={text.up(what)} title={text.up(what)} onClick={() => onMove(-1)}>↑</Button>
      <Button small look="quiet" disabled={index === count - 1} aria-label={text.down(what)} title={text.down(what)} onClick={() => onMove(1)}>↓</Button>
      <Button small look="quiet" aria-label={text.remove(what)} title={text.remove(what)} onClick={onRemove}>×</Button>
    </span>
  );
}
