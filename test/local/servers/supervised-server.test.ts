import { CreateQueueCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { afterEach, expect, test } from "@jest/globals";
import { startQueueServer } from "../../../local/servers/queue-server.ts";
import { localSqs } from "../../../local/servers/queues.ts";
import { SupervisedServer } from "../../../local/servers/supervised-server.ts";
import type { TiedServer } from "../../../local/servers/tied-server.ts";

const servers: SupervisedServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

/** A queue server of our own; `restarted` gives its process ids, one more with each start. */
async function supervise(launch: (port?: number) => Promise<TiedServer>, onRestart = async () => {}) {
  const pids: number[] = [];
  const complaints: string[] = [];
  let notify = () => {};
  const server = new SupervisedServer({
    name: "the queue server",
    launch,
    onPid: (pid) => {
      if (pid !== undefined) pids.push(pid);
      notify();
    },
    onRestart,
    complain: (text) => complaints.push(text),
  });
  servers.push(server);
  const endpoint = await server.start();
  const untilStarts = async (count: number) => {
    while (pids.length < count) await new Promise<void>((resolve) => (notify = resolve));
  };
  return { server, endpoint, pids, complaints, untilStarts };
}

test("a killed server is started again at the same address, and what it took along is made again first", async () => {
  const made: string[] = [];
  let endpoint = "";
  const onRestart = async () => {
    const client = localSqs(endpoint);
    await client.send(new CreateQueueCommand({ QueueName: "again" }));
    client.destroy();
    made.push("again");
  };
  const run = await supervise(startQueueServer, onRestart);
  endpoint = run.endpoint;
  process.kill(run.pids[0] ?? 0, "SIGKILL");
  await run.untilStarts(2);
  expect(made).toEqual(["again"]);
  const client = localSqs(endpoint);
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  client.destroy();
  expect(QueueUrls.map((url) => url.split("/").at(-1))).toEqual(["again"]);
  expect(new Set(run.pids).size).toBe(2);
  expect(run.complaints).toEqual(["the queue server died; it is started again"]);
});

test("a start that fails is tried again: functions rely on it", async () => {
  let failures = 2;
  const run = await supervise(async (port) => {
    if (port !== undefined && failures-- > 0) throw new Error("no luck");
    return startQueueServer(port);
  });
  process.kill(run.pids[0] ?? 0, "SIGKILL");
  await run.untilStarts(2);
  expect(run.complaints).toEqual(["the queue server died; it is started again", "no luck", "no luck"]);
});

test("a server that is stopped stays so", async () => {
  const run = await supervise(startQueueServer);
  await run.server.stop();
  await expect(fetch(run.endpoint)).rejects.toThrow();
  expect(run.complaints).toEqual([]);
});
