// Loaded before the command: ends the process, as a power cut would, just before its n-th call that changes the disk.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const killAt = Number(process.env.KILL_AT);
let count = 0;

function step(name, args) {
  count += 1;
  if (count !== killAt) return;
  // Without a flush: what the process had in its own buffers is lost.
  fs.writeSync(2, `killed before call ${count}: ${name} ${String(args[0])}\n`);
  process.kill(process.pid, "SIGKILL");
}

const names = [
  "copyFileSync",
  "fsyncSync",
  "linkSync",
  "mkdirSync",
  "renameSync",
  "rmSync",
  "rmdirSync",
  "unlinkSync",
  "writeFileSync",
  "writeSync",
];
for (const name of names) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (args[0] !== 2) step(name, args);
    return original(...args);
  };
}
const openFile = fs.promises.open;
fs.promises.open = (...args) => {
  step("open", args);
  return openFile(...args);
};
syncBuiltinESMExports();
process.on("exit", () => {
  if (process.env.COUNT_FILE) fs.appendFileSync(process.env.COUNT_FILE, `${count}\n`);
});
