import { Dialog } from "../ui/dialog.tsx";

const KEYS = [
  ["/", "search"],
  ["j  k", "the next row, the row before"],
  ["Enter", "open the row"],
  ["?", "this help"],
  ["Esc", "close a dialog"],
] as const;

export function Help({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">Times are UTC; point at one to see your own.</p>
      <div class="actions">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
