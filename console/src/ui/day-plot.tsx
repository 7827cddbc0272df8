import { type Bars, barsOf, boxesOf, type Hour, PANELS, type Panel } from "../domain/day-plot.ts";
import { countText } from "../format/count.ts";
import { utcText } from "../format/time.ts";

const BAR = 10;
const GAP = 2;
const HEIGHT = 48;

/** What has ended in each hour of a day, a small plot for each kind. */
export function DayPlot({ hours }: { hours: readonly Hour[] }) {
  return (
    <div class="plots">
      {PANELS.map((panel) => (
        <PanelPlot key={panel.title} panel={panel} of={barsOf(hours, panel)} />
      ))}
    </div>
  );
}

function PanelPlot({ panel: { title, good }, of: { bars, most, ...sums } }: { panel: Panel; of: Bars }) {
  const width = bars.length * (BAR + GAP);
  return (
    <figure class="plot">
      <figcaption>
        {title}
        <span class="num">
          {good.length > 0 && <span class="good">{countText(sums.good)}</span>}{" "}
          <span class={sums.bad > 0 ? "bad" : "quiet"}>{countText(sums.bad)}</span>
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title} in ${bars.length} hours: ${sums.good} ended well, ${sums.bad} did not; at most ${most} in an hour.`}
      >
        {bars.map((bar, index) => {
          const boxes = boxesOf(bar, most, HEIGHT);
          const x = index * (BAR + GAP);
          return (
            <g key={bar.at}>
              <title>{`${utcText(bar.at)} UTC: ${bar.good} ended well, ${bar.bad} did not`}</title>
              <rect class="hour" x={x} y={0} width={BAR + GAP} height={HEIGHT} />
              <rect class="good" x={x} width={BAR} {...boxes.good} />
              <rect class="bad" x={x} width={BAR} {...boxes.bad} />
            </g>
          );
        })}
      </svg>
      <p class="quiet num">
        <span>{spanOf(bars.at(0)?.at)}</span>
        <span>most {countText(most)}</span>
        <span>{spanOf(bars.at(-1)?.at)}</span>
      </p>
    </figure>
  );
}

/** The hour alone: which day it was says the hover. */
function spanOf(at: string | undefined): string {
  return at === undefined ? "" : utcText(at).slice(11, 16);
}
