#!/usr/bin/env node
import { thisProcess } from "../cli/io.js";
import { run } from "../cli/main.js";

process.exitCode = await run(process.argv.slice(2), thisProcess());
