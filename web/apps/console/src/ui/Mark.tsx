/** The product's mark. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <path d="M9 10.5h14M16 10.5v9.2" stroke="#fff" strokeWidth="3.4" strokeLinecap="round" />
      <circle cx="16" cy="24.2" r="2.1" fill="#fff" />
    </svg>
  );
}
