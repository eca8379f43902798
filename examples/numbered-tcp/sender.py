#!/usr/bin/env python3
"""Serves numbered lines over TCP, as docs/formats/numbered-tcp.md describes.

  sender.py [--listen HOST:PORT] FILE              the lines of a file, which may grow while it is served
  sender.py [--listen HOST:PORT] --spool DIR -     the lines of standard input, kept in DIR until they are durable

A file is its own spool: append whole lines, and change nothing that is there. A spool directory
belongs to one sender; it goes on counting where it was when it is started again, and says
"LAST n": go on feeding it with line n + 1. Standard output says "PORT p" and "LAST n", standard
error what happens.
"""
import argparse, fcntl, os, re, socket, sys, threading, time

STEP = 10_000  # so many lines are skipped at a time when a line is looked for


def say(what):
    print(f"sender.py: {what}", file=sys.stderr, flush=True)


def hang_up(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it has ended already


def end(why):
    say(why)
    os._exit(1)  # from whatever thread


class Piece:
    """A file of lines, of which `lines` whole ones are durable; `first` is the number of the first."""

    def __init__(self, path, first):
        self.path, self.first, self.lines, self.end, self.marks = path, first, 0, 0, [0]
        self.growing = threading.Lock()

    def grow(self):
        """Counts the lines that have come. They are forced before they count, so nobody gets to
        see a line that the next crash of this machine takes back."""
        with self.growing, open(self.path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < self.end:
                end(f"{self.path} has become shorter: lines that were sent are gone. Put them back")
            if size == self.end:
                return
            os.fsync(file.fileno())
            file.seek(self.end)
            for line in iter(lambda: file.readline(size - file.tell()), b""):
                if not line.endswith(b"\n"):
                    break
                self.end += len(line)
                self.lines += 1
                if self.lines % STEP == 0:
                    self.marks.append(self.end)

    def read(self, number):
        """The lines behind line `number`, as far as they are durable now."""
        upto, skip = self.end, number - self.first + 1
        with open(self.path, "rb") as file:
            file.seek(self.marks[skip // STEP])
            for _ in range(skip % STEP):
                file.readline()
            while file.tell() < upto:
                yield file.readline()


class File:
    """One file that somebody else appends to."""

    def __init__(self, path):
        self.piece = Piece(path, 1)
        self.poll()

    def poll(self):
        self.piece.grow()

    def pieces(self):
        return [self.piece]

    def forget(self, number):
        pass


class Spool:
    """Files of a directory, each named after its first line; those that are durable are deleted."""

    def __init__(self, directory, limit):
        os.makedirs(directory, exist_ok=True)
        self.directory, self.limit, self.all = directory, limit, []
        self.guard = open(os.path.join(directory, "lock"), "w")
        try:
            fcntl.flock(self.guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            end(f"another sender uses the spool {directory}: give this one a directory of its own")
        for name in sorted(n for n in os.listdir(directory) if re.fullmatch(r"\d{18}\.lines", n)):
            piece = Piece(os.path.join(directory, name), int(name[:18]))
            if self.all and piece.first != self.last() + 1:
                end(f"{directory}: line {self.last() + 1} is due and {name} is there: a file is missing")
            piece.grow()
            self.all.append(piece)
        if not self.all:
            self.begin(1)
        self.out = open(self.all[-1].path, "r+b")
        self.out.truncate(self.all[-1].end)  # a line that was cut by a crash was not taken
        self.out.seek(0, os.SEEK_END)

    def begin(self, first):
        path = os.path.join(self.directory, f"{first:018}.lines")
        self.out = open(path, "xb")
        names = os.open(self.directory, os.O_RDONLY)
        os.fsync(names)
        os.close(names)
        self.all = self.all + [Piece(path, first)]

    def last(self):
        return self.all[-1].first + self.all[-1].lines - 1

    def take(self, lines):
        if self.all[-1].end >= self.limit:
            self.out.close()
            self.begin(self.last() + 1)
        self.out.write(lines)
        self.out.flush()
        self.all[-1].grow()

    def feed(self):
        rest = b""
        for some in iter(lambda: os.read(0, 1 << 16), b""):
            whole, newline, rest = (rest + some).rpartition(b"\n")
            if newline:
                self.take(whole + newline)
                print("LAST", self.last(), flush=True)
        if rest:
            say("the last line has no end and was left out")

    def poll(self):
        pass

    def pieces(self):
        return self.all

    def forget(self, number):
        while len(self.all) > 1 and self.all[1].first <= number + 1:
            piece, self.all = self.all[0], self.all[1:]
            os.remove(piece.path)


def last(spool):
    piece = spool.pieces()[-1]
    return piece.first + piece.lines - 1


def send(connection, spool, number):
    told = -1
    try:
        while connection.fileno() != -1:
            spool.poll()
            for piece in [p for p in spool.pieces() if p.first + p.lines - 1 > number]:
                some = []
                for line in piece.read(max(number, piece.first - 1)):
                    number = max(number, piece.first - 1) + 1
                    some.append(b"%d\t%s" % (number, line))
                    if len(some) == 500:
                        connection.sendall(b"".join(some))
                        some = []
                connection.sendall(b"".join(some))
            if number == told:
                time.sleep(0.02)
            else:
                connection.sendall(b"END\t%d\n" % number)
                told = number
    except OSError as e:
        say(f"the connection has ended: {e}")
        hang_up(connection)


def serve(connection, spool):
    with connection, connection.makefile("rb") as heard:
        try:
            begin = re.fullmatch(rb"RESUME (\d{1,18})\n", heard.readline(32))
            if not begin:
                return say("somebody has connected and does not say RESUME n. Hung up")
            number = int(begin[1])
            spool.poll()
            if number > last(spool):
                return say(f"the job has line {number}, here are lines up to {last(spool)}: what it is sent under"
                           " numbers that it has, it drops. Put back the file or spool that it knows, or start"
                           " the job on a new directory. Hung up")
            first = spool.pieces()[0].first
            if number + 1 < first:
                say(f"the job wants line {number + 1}; those before {first} were durable in it and are forgotten:"
                    " it runs on another or an older directory. It will refuse what it is sent")
            spool.forget(number)
            threading.Thread(target=send, args=(connection, spool, number), daemon=True).start()
            for line in heard:
                durable = re.fullmatch(rb"ACK (\d{1,18})\n", line)
                if durable:
                    spool.forget(int(durable[1]))
        except OSError as e:
            say(f"the connection has ended: {e}")


def address(text):
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not HOST:PORT, such as 127.0.0.1:7000")
    return host, int(port)


def main():
    parser = argparse.ArgumentParser(usage=__doc__[__doc__.index("  sender.py"):__doc__.index("\n\nA file")])
    parser.add_argument("--listen", type=address, default=("127.0.0.1", 7000))
    parser.add_argument("--spool")
    parser.add_argument("--spool-file-bytes", type=int, default=64 << 20)
    parser.add_argument("file")
    args = parser.parse_args()
    if (args.file == "-") != (args.spool is not None):
        parser.error("standard input (-) needs --spool DIR, and a file is its own spool")
    try:
        spool = Spool(args.spool, args.spool_file_bytes) if args.spool else File(args.file)
        server = socket.create_server(args.listen)
    except OSError as e:
        end(f"{e}. Name a file or a spool that can be used, and an address that is free")
    print("PORT", server.getsockname()[1], flush=True)
    print("LAST", last(spool), flush=True)
    if args.spool:
        threading.Thread(target=spool.feed, daemon=True).start()
    current = None
    while True:
        connection, _ = server.accept()
        if current:
            hang_up(current)  # the job was started again, and this is its new connection
        current = connection
        threading.Thread(target=serve, args=(connection, spool), daemon=True).start()


if __name__ == "__main__":
    main()
