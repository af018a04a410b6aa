import css from "./Skeleton.module.css";

const Bar = ({ width, height = 10 }: { width: string; height?: number }) => (
  <span className={css.bar} style={{ width, height }} />
);

export function RowSkeletons({ count = 8 }: { count?: number }) {
  return (
    <div aria-hidden="true" data-testid="list-skeleton">
      {Array.from({ length: count }, (_, i) => (
        <div key={i} className={css.row}>
          <span className={css.face} />
          <span className={css.lines}>
            <Bar width={`${48 + ((i * 17) % 30)}%`} />
            <Bar width={`${70 + ((i * 23) % 26)}%`} />
          </span>
        </div>
      ))}
    </div>
  );
}

const BUBBLES = [
  { side: "in", width: 46, height: 38 },
  { side: "in", width: 30, height: 38 },
  { side: "out", width: 52, height: 58 },
  { side: "in", width: 38, height: 38 },
  { side: "out", width: 34, height: 38 },
];

export function ThreadSkeleton() {
  return (
    <div className={css.thread} aria-hidden="true" data-testid="thread-skeleton">
      {BUBBLES.map(({ side, width, height }, i) => (
        <span key={i} className={css.bubble} data-side={side} style={{ width: `${width}%`, height }} />
      ))}
    </div>
  );
}

export function LineSkeletons({ count = 4 }: { count?: number }) {
  return (
    <div className={css.block} aria-hidden="true">
      {Array.from({ length: count }, (_, i) => (
        <Bar key={i} width={`${50 + ((i * 29) % 45)}%`} height={12} />
      ))}
    </div>
  );
}
