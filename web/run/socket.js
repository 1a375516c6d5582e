// A socket that is watched: it has to open in time and must not be silent for long. Whoever has
// parted from it hears nothing more of it: one whose other side is gone closes late.

import { socketTo } from "./root.js";

/** @typedef {import("./pulse.js").Pulse} Pulse */
/**
 * @typedef {{opened: () => void, heard: (data: string|ArrayBuffer) => void, dead: () => void}}
 * Listener
 */

/** Ends the timers of a socket. @type {WeakMap<WebSocket, () => void>} */
const watches = new WeakMap();

/**
 * Opens a socket. The listener hears at most once that it is dead.
 * @param {string} address
 * @param {Pulse} pulse
 * @param {number} patience milliseconds for the handshake
 * @param {Listener} listener
 */
export function join(address, pulse, patience, { opened, heard, dead }) {
  const socket = new WebSocket(address);
  let open = false;
  socket.binaryType = "arraybuffer";
  pulse.heard();
  const slow = setTimeout(dead, patience);
  const watch = setInterval(() => open && pulse.dead() && dead(), pulse.beat / 2);
  watches.set(socket, () => {
    clearTimeout(slow);
    clearInterval(watch);
  });
  socket.onopen = () => {
    clearTimeout(slow);
    open = true;
    pulse.heard();
    opened();
  };
  socket.onmessage = ({ data }) => {
    pulse.heard();
    heard(data);
  };
  socket.onclose = dead;
  return socket;
}

/** @param {WebSocket} socket */
export function part(socket) {
  watches.get(socket)?.();
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
}

/**
 * Parts from a socket that nobody wants any more. One that has just begun is closed as soon as it
 * is open: of one that is closed before, browsers complain.
 * @param {WebSocket} socket
 * @param {number} patience milliseconds for the handshake
 */
export function leave(socket, patience) {
  if (socket.readyState !== WebSocket.CONNECTING) return part(socket);
  watches.get(socket)?.();
  socket.onmessage = socket.onclose = null;
  const slow = setTimeout(() => part(socket), patience);
  socket.onopen = () => {
    clearTimeout(slow);
    part(socket);
  };
}

/**
 * The address of a run's socket.
 * @param {string} run
 */
export function socketOf(run) {
  return socketTo(`/runs/${run}/socket`);
}
