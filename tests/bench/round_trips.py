# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands between the program and PostgreSQL and counts round trips as they happen on the wire: each time the program sends
after it has read what was sent back, on whatever connection. What is pipelined is one, whatever the statements."""
import socket, threading


class Counted:
    """`with Counted(host, port) as between`: `between.port` leads to that server; `between.turns` only grows."""

    def __init__(self, host, port):
        self.target, self.turns, self._lock = (host, port), 0, threading.Lock()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.door.close()

    def _accept(self):
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:  # closed: nobody new
                return
            far = socket.create_connection(self.target)
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            state = {"answered": True}
            threading.Thread(target=self._pass_on, args=(near, far, state, True), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(far, near, state, False), daemon=True).start()

    def _pass_on(self, source, target, state, asking):
        try:
            while piece := source.recv(1 << 16):
                with self._lock:
                    if asking and state["answered"]:
                        self.turns += 1
                    state["answered"] = not asking
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:  # the other end has gone: so does this one
            for end in (source, target):
                end.close()
