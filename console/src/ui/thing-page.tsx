import type { ComponentChildren } from "preact";
import { useRead } from "../api/use-read.ts";
import { Facts, Section } from "./facts.tsx";
import { ProblemNote, Skeleton } from "./notes.tsx";
import { Page } from "./page.tsx";
import { type Entry, Timeline } from "./timeline.tsx";

export type Fact = readonly [name: string, value: ComponentChildren];

export interface ThingPageProps<Thing> {
  title: string;
  /** The read of the thing. */
  path: string;
  /** The read of its story, where it has one. */
  timeline?: string;
  facts(thing: Thing): readonly Fact[];
  /** What one can do with it. `reload`: when something has been done. */
  actions?(thing: Thing, reload: () => void): ComponentChildren;
  /** What belongs to it, between its facts and its story. */
  children?(thing: Thing, reload: () => void): ComponentChildren;
}

/** One thing: its facts, what belongs to it, what has happened to it. */
export function ThingPage<Thing>({ title, path, timeline, facts, actions, children }: ThingPageProps<Thing>) {
  const { data: thing, error, isLoading, reload: readThing } = useRead<Thing>(path);
  const story = useRead<{ items: Entry[] }>(timeline);
  const reload = () => {
    readThing();
    story.reload();
  };
  return (
    <Page
      title={title}
      aside={
        <>
          {thing !== undefined && actions?.(thing, reload)}
          <button type="button" onClick={reload} disabled={isLoading}>
            Refresh
          </button>
        </>
      }
    >
      {error && <ProblemNote error={error} onRetry={reload} />}
      {thing === undefined && isLoading && <Skeleton lines={10} />}
      {thing !== undefined && <Facts of={facts(thing)} />}
      {thing !== undefined && children?.(thing, reload)}
      {timeline !== undefined && (
        <Section title="Timeline">
          {story.error && <ProblemNote error={story.error} onRetry={story.reload} />}
          {story.data ? <Timeline items={story.data.items} /> : story.isLoading && <Skeleton />}
        </Section>
      )}
    </Page>
  );
}
