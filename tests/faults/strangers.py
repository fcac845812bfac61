# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections that want nothing, or want it very slowly, many at once from one thread: idle ones, headers and bodies that
come a byte at a time, and readers who hardly read. Whoever is cut off comes back, as somebody who means harm would."""
import errno, itertools, resource, selectors, socket, threading, time

SLOW = ("header", "body", "read")
DRIP = 0.5  # seconds from one byte to the next


def allow_connections(count):
    """Room for so many descriptors in this process and those it starts; raises OSError where the system allows fewer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


class Stranger:
    def __init__(self, port, kind, big):
        self.port, self.kind, self.big = port, kind, big
        self.begin()

    def begin(self):
        self.line = socket.socket()
        if self.kind == "read":
            self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self.line.settimeout(10)
        self.line.connect(("127.0.0.1", self.port))
        self.line.setblocking(False)
        if self.kind == "header":
            self.bytes = itertools.chain(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", itertools.repeat(ord("x")))
        elif self.kind == "body":
            self.line.send(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                           b"Content-Length: 60000\r\n\r\n")
            self.bytes = itertools.chain(b"email=", itertools.repeat(ord("x")))
        elif self.kind == "read":
            # More answers than the system keeps for a reader: the server itself has to wait to send.
            self.line.send(f"GET {self.big} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 100)

    def drip(self):
        """One byte more, one way or the other. Raises OSError when the other side has ended it."""
        try:
            if self.kind in ("header", "body"):
                self.line.send(bytes([next(self.bytes)]))
            elif self.kind == "read" and not self.line.recv(1):
                raise OSError("ended")
        except BlockingIOError:
            pass


class Strangers:
    """`with Strangers(port, idle=…, slow=…, big="/assets/…")`: all are connected when it begins, closed when it ends.
    `came_back` counts those that the server had cut off and that connected anew."""

    def __init__(self, port, idle, slow, big):
        self.came_back, self._ending = 0, threading.Event()
        kinds = ["idle"] * idle + [SLOW[number % len(SLOW)] for number in range(slow)]
        self.all = [Stranger(port, kind, big) for kind in kinds]
        self._thread = threading.Thread(target=self._keep_on, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ending.set()
        self._thread.join()
        for one in self.all:
            one.line.close()

    def _keep_on(self):
        with selectors.DefaultSelector() as ended:
            for one in self.all:
                if one.kind == "idle":
                    ended.register(one.line, selectors.EVENT_READ, one)
            while not self._ending.wait(DRIP):
                for key, _ in ended.select(0):  # an idle line is readable when it was cut off
                    ended.unregister(key.fileobj)
                    self._again(key.data)
                    ended.register(key.data.line, selectors.EVENT_READ, key.data)
                for one in self.all:
                    if one.kind != "idle":
                        try:
                            one.drip()
                        except OSError:
                            self._again(one)

    def _again(self, one):
        one.line.close()
        self.came_back += 1
        try:
            one.begin()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                raise


def refused(port, count=1, patience=30):
    """What so many people are told who connect and ask all at once: for each the status and Retry-After; (0, "") for a line
    that just ends."""
    lines, told = [], []
    try:
        for _ in range(count):
            lines.append(socket.create_connection(("127.0.0.1", port), timeout=patience))
            try:
                lines[-1].sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            except ConnectionError:
                pass  # it was ended already; what was said before is still there to read
        for line in lines:
            said = b""
            try:
                while piece := line.recv(65536):
                    said += piece
            except ConnectionError:
                pass
            head = said.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in head[1:])}
            told.append((int(head[0].split()[1]) if head[0] else 0, headers.get("retry-after", "")))
    finally:
        for line in lines:
            line.close()
    return told
