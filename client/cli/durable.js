import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { codeOf } from "./errors.js";
import { mistake } from "./exit.js";

/** Codes are secrets: what is written is for its owner. */
const OWNER_ONLY = 0o600;
/** Of file systems that know no second name for a file. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

/** A file that is there when all of it is: written beside, forced to the disk, renamed. */
export class Draft {
  #file;
  #path;
  #handle;
  #isOpen = true;
  /** Also when the process is ended in the middle, by a second Ctrl-C. */
  #remove = () => rmSync(this.#path, { force: true });

  /** @param {string} file */
  constructor(file) {
    // Renamed over a device, it would be in its place.
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false)
      throw mistake(`${file} is there already, and no file.`);
    this.#file = file;
    this.#path = join(dirname(file), `.${basename(file)}.${process.pid}.new`);
    // Left over from a run with this number, it might be open to others.
    rmSync(this.#path, { force: true });
    this.#handle = openSync(this.#path, "wx", OWNER_ONLY);
    process.once("exit", this.#remove);
  }

  /** @param {string} text */
  write(text) {
    writeAll(this.#handle, text);
  }

  done() {
    this.#close();
    renameSync(this.#path, this.#file);
    process.off("exit", this.#remove);
    syncFolder(this.#file);
  }

  /** @returns {boolean} false: somebody was faster, and the file is theirs */
  doneIfNew() {
    this.#close();
    try {
      return named(this.#path, this.#file);
    } finally {
      this.#remove();
      process.off("exit", this.#remove);
      syncFolder(this.#file);
    }
  }

  drop() {
    if (this.#isOpen) closeSync(this.#handle);
    this.#remove();
    process.off("exit", this.#remove);
  }

  #close() {
    fsyncSync(this.#handle);
    this.#isOpen = false;
    closeSync(this.#handle);
  }
}

/**
 * On the disk when it returns.
 * @param {string} file
 * @param {string} text
 */
export function append(file, text) {
  const handle = openSync(file, constants.O_WRONLY | constants.O_APPEND);
  try {
    writeAll(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * @param {string} path
 * @param {string} file
 */
function named(path, file) {
  try {
    linkSync(path, file);
    return true;
  } catch (error) {
    const code = codeOf(error) ?? "";
    if (code === "EEXIST") return false;
    if (!NO_LINKS.includes(code)) throw error;
  }
  if (existsSync(file)) return false;
  copyFileSync(path, file, constants.COPYFILE_EXCL);
  const handle = openSync(file, "r+");
  fsyncSync(handle);
  closeSync(handle);
  return true;
}

/**
 * @param {number} handle
 * @param {string} text
 */
function writeAll(handle, text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
}

/**
 * The folder has the name.
 * @param {string} file
 */
function syncFolder(file) {
  // Windows opens no folder, and needs none.
  if (process.platform === "win32") return;
  const handle = openSync(dirname(file), "r");
  fsyncSync(handle);
  closeSync(handle);
}
