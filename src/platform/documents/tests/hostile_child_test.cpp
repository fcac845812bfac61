// SPDX-License-Identifier: GPL-3.0-or-later
// A converter that was taken over by the file it reads, in place of the real one: what it tries must fail,
// and its parent must come to a plain end.
#include "platform/documents/confined.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace throughline::documents {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// The attempts tell how they went: `got NAME` or `not NAME`.
constexpr const char* attempts = R"(
import os, socket, sys
def attempt(name, act):
    try:
        act()
        print("got " + name, flush=True)
    except BaseException as error:
        print("not " + name, flush=True)
def write(path):
    with open(path, "w") as file: file.write("x")
def read(path):
    with open(path, "rb") as file: print(file.read(100000), flush=True)
def connect(family, kind, address):
    one = socket.socket(family, kind)
    one.settimeout(2)
    one.connect(address)
    one.send(b"x")
)";

/// Listens where a hostile child might knock.
class Listener {
public:
    Listener(int family, int kind, const sockaddr* address, socklen_t size)
        : m_socket(socket(family, kind | SOCK_CLOEXEC, 0)) {
        if (bind(m_socket, address, size) != 0) throw std::system_error(errno, std::generic_category());
        if (kind == SOCK_STREAM) listen(m_socket, 8);
    }
    ~Listener() { close(m_socket); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    int port() const {
        sockaddr_in bound{};
        socklen_t size = sizeof bound;
        getsockname(m_socket, reinterpret_cast<sockaddr*>(&bound), &size);
        return ntohs(bound.sin_port);
    }
    bool was_reached() const {
        pollfd look{m_socket, POLLIN, 0};
        return poll(&look, 1, 0) > 0;
    }

private:
    int m_socket;
};

Listener on_loopback(int kind) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return {AF_INET, kind, reinterpret_cast<const sockaddr*>(&address), sizeof address};
}

/// A path, or with a NUL in front a name without a file.
Listener on_name(const std::string& name) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), std::min(name.size(), sizeof address.sun_path - 1));
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    return {AF_UNIX, SOCK_STREAM, reinterpret_cast<const sockaddr*>(&address), size};
}

int running(const std::string& marker) {
    int count = 0;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        std::ifstream file(entry.path() / "cmdline"); // gone, perhaps, by the time it is read
        std::string line(64 * 1024, '\0');
        file.read(line.data(), static_cast<std::streamsize>(line.size()));
        line.resize(static_cast<std::size_t>(file.gcount()));
        // The last argument; bubblewrap's own line holds it too, and counts.
        if (line.size() > marker.size() && line.ends_with(marker + '\0')) ++count;
    }
    return count;
}

/// Waits until none runs any more.
bool all_gone(const std::string& marker) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (running(marker) != 0) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

class HostileChild : public testing::Test {
protected:
    HostileChild() {
        auto pattern = (fs::temp_directory_path() / "hostile-XXXXXX").string();
        m_folder = mkdtemp(pattern.data());
        fs::create_directory(m_folder / "data");
        fs::create_directory(m_folder / "data/keys");
        fs::create_directory(m_folder / "scratch");
        std::ofstream(m_folder / "data/throughline.db") << "kept-in-the-database";
        std::ofstream(m_folder / "data/keys/case.key") << "kept-in-the-keys";
    }
    ~HostileChild() override { fs::remove_all(m_folder); }
    void SetUp() override { ASSERT_TRUE(confinement().possible) << confinement().reason; }

    Ended run(const std::string& script, Child child = {}) {
        child.command = {"/usr/bin/python3", "-c", attempts + script};
        return run_confined(child, m_folder / "scratch");
    }
    std::string quoted(const fs::path& path) const { return "'" + (m_folder / path).string() + "'"; }

    fs::path m_folder;
};

TEST_F(HostileChild, ReachesNothingOverTheNetwork) {
    const auto stream = on_loopback(SOCK_STREAM), datagram = on_loopback(SOCK_DGRAM);
    const auto file_name = (m_folder / "socket").string();
    const std::string bare_name = "throughline-test-" + std::to_string(getpid());
    const auto with_file = on_name(file_name), without_file = on_name(std::string(1, '\0') + bare_name);
    const auto script =
        "attempt('stream', lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ('127.0.0.1', " +
        std::to_string(stream.port()) + ")))\n" +
        "attempt('datagram', lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ('127.0.0.1', " +
        std::to_string(datagram.port()) + ")))\n" +
        "attempt('file', lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, '" + file_name +
        "'))\n"
        "attempt('name', lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, '\\0" +
        bare_name +
        "'))\n"
        "attempt('lookup', lambda: socket.getaddrinfo('example.org', 80))\n"
        "attempt('elsewhere', lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ('192.0.2.1', "
        "53)))\n";
    const auto ended = run(script);
    EXPECT_EQ(ended.how, Ended::How::exited);
    for (const char* way : {"stream", "file", "name", "lookup", "elsewhere"})
        EXPECT_THAT(ended.output, HasSubstr("not " + std::string(way) + "\n"));
    for (const auto* listener : {&stream, &datagram, &with_file, &without_file})
        EXPECT_FALSE(listener->was_reached());

    // The same attempts, not confined, are heard: otherwise this test could not fail.
    std::ofstream(m_folder / "attempts.py") << attempts << script;
    (void)!std::system(("python3 " + quoted("attempts.py") + " >/dev/null 2>&1").c_str());
    for (const auto* listener : {&stream, &datagram, &with_file, &without_file})
        EXPECT_TRUE(listener->was_reached());
}

TEST_F(HostileChild, ReadsNeitherDataNorKeysNorWhatTellsOfTheHost) {
    std::string script;
    for (const auto& path :
         {quoted("data/throughline.db"),
          quoted("data/keys/case.key"),
          std::string("'/etc/passwd'"),
          std::string("'/etc/shadow'"),
          std::string("'/etc/hostname'"),
          std::string("'/root/.bashrc'"),
          std::string("'/scratch/../") + (m_folder / "data/keys/case.key").string().substr(1) + "'"})
        script += "attempt('read', lambda: read(" + path + "))\n";
    script += "attempt('list', lambda: print(os.listdir('" + m_folder.string() + "')))\n";
    const auto ended = run(script);
    EXPECT_THAT(ended.output, Not(HasSubstr("got ")));
    EXPECT_THAT(ended.output, Not(HasSubstr("kept")));
}

TEST_F(HostileChild, WritesNowhereButInItsScratchFolder) {
    const auto ended = run(
        "for path in (" + quoted("data/x") + ", " + quoted("scratch/x") +
        ", '/etc/x', '/usr/x', '/x', '/dev/x', '/scratch/../x'):\n"
        "    attempt('wrote ' + path, lambda: write(path))\n"
        "attempt('scratch', lambda: write('/scratch/x'))\n"
        // Opened only: what is written there holds for the whole machine.
        "for path in ('/proc/sys/kernel/core_pattern', '/proc/sys/kernel/modprobe', '/proc/sysrq-trigger'):\n"
        "    attempt('wrote ' + path, lambda: os.close(os.open(path, os.O_WRONLY)))\n"
        "attempt('mount', lambda: (_ for _ in ()).throw(OSError()) if os.system('mount -t tmpfs none /usr "
        "2>/dev/null') else None)\n");
    EXPECT_THAT(ended.output, Not(HasSubstr("got wrote")));
    EXPECT_THAT(ended.output, HasSubstr("got scratch\n"));
    EXPECT_THAT(ended.output, HasSubstr("not mount\n"));
    EXPECT_FALSE(fs::exists(m_folder / "data/x"));
    EXPECT_FALSE(fs::exists("/x"));
    EXPECT_TRUE(fs::is_empty(m_folder / "scratch"));
}

TEST_F(HostileChild, LearnsNoSecretFromSurroundingsNotEvenThoseOfItsJailer) {
    setenv("THROUGHLINE_SECRET", "kept-in-the-surroundings", 1);
    const auto ended =
        run("print(dict(os.environ))\n"
            "for process in os.listdir('/proc'):\n"
            "    if process.isdigit():\n"
            "        for what in ('environ', 'mem', 'maps'):\n"
            "            attempt('read', lambda: read('/proc/' + process + '/' + what))\n"
            "        attempt('root', lambda: print(os.listdir('/proc/' + process + '/root" +
            m_folder.string() + "')))\n" + "print('looked')\n");
    unsetenv("THROUGHLINE_SECRET");
    EXPECT_THAT(ended.output, HasSubstr("looked"));
    EXPECT_THAT(ended.output, Not(HasSubstr("kept-in-the-surroundings")));
    EXPECT_THAT(ended.output, Not(HasSubstr("got root")));
}

TEST_F(HostileChild, CannotSignalItsParent) {
    // Its numbers for processes are not ours, and minus one means everybody it can see.
    static volatile std::sig_atomic_t heard = 0;
    // A group of our own: in a container the one we were given may be number 1, and the child has such a one
    // too.
    const auto given = getpgid(0);
    (void)setpgid(0, 0);
    const auto before = std::signal(SIGUSR1, [](int) { heard = 1; });
    const auto ended =
        run("import signal\n"
            "signal.signal(signal.SIGUSR1, signal.SIG_IGN)\n"
            "attempt('parent', lambda: os.kill(" +
            std::to_string(getpid()) +
            ", signal.SIGUSR1))\n"
            "attempt('everybody', lambda: os.kill(-1, signal.SIGUSR1))\n"
            "attempt('group', lambda: os.killpg(" +
            std::to_string(getpgid(0)) + ", signal.SIGUSR1))\n");
    std::signal(SIGUSR1, before);
    (void)setpgid(0, given);
    EXPECT_THAT(ended.output, HasSubstr("not parent\n"));
    EXPECT_THAT(ended.output, HasSubstr("not group\n"));
    EXPECT_EQ(heard, 0);
}

TEST_F(HostileChild, GetsNoMoreMemoryThanItsLimit) {
    Child child;
    child.memory_bytes = 256ULL << 20;
    const auto ended = run("attempt('memory', lambda: bytearray(400 << 20))\n", child);
    EXPECT_EQ(ended.output, "not memory\n");
    EXPECT_EQ(run("attempt('memory', lambda: bytearray(400 << 20))\n").output, "got memory\n");
}

TEST_F(HostileChild, IsStoppedWhenItWritesWithoutEnd) {
    Child child;
    child.output_bytes = 4 << 20;
    const auto ended = run("while True: print('x' * 65536)\n", child);
    EXPECT_EQ(ended.how, Ended::How::too_much_output);
    EXPECT_LE(ended.output.size(), child.output_bytes);

    child.collect = {"large"};
    const auto file =
        run("with open('large', 'wb') as file:\n"
            "    for _ in range(100): file.write(b'x' * (1 << 20))\n",
            child);
    EXPECT_NE(file.status, 0);
    for (const auto& [name, bytes] : file.files) EXPECT_LE(bytes.size(), child.output_bytes) << name;
}

TEST_F(HostileChild, IsStoppedWhenItFillsTheDiskWithManyFiles) {
    Child child;
    child.scratch_bytes = 32 << 20;
    child.time = std::chrono::seconds(20);
    const auto begun = std::chrono::steady_clock::now();
    const auto many_large =
        run("import time\n"
            "for i in range(64):\n"
            "    with open('f%d' % i, 'wb') as file: file.write(b'x' * (1 << 20))\n"
            "time.sleep(60)\n",
            child);
    EXPECT_EQ(many_large.how, Ended::How::too_much_output);

    child.scratch_files = 1000;
    const auto many_small =
        run("import time\n"
            "for i in range(5000):\n"
            "    if i % 100 == 0: os.mkdir('d%d' % i); os.chdir('/scratch/d%d' % i)\n"
            "    open('f%d' % i, 'w').close()\n"
            "    if i % 100 == 99: os.chdir('/scratch')\n"
            "time.sleep(60)\n",
            child);
    EXPECT_EQ(many_small.how, Ended::How::too_much_output);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(30));
    EXPECT_TRUE(fs::is_empty(m_folder / "scratch"));
}

TEST_F(HostileChild, ManyProcessesOfItsOwnDieTogether) {
    Child child;
    child.time = std::chrono::seconds(3);
    const auto marker = "86" + std::to_string(getpid());
    const auto ended =
        run("import subprocess\n"
            "started = 0\n"
            "try:\n"
            "    for _ in range(120):\n"
            "        subprocess.Popen(['/usr/bin/sleep', '" +
                marker +
                "'], start_new_session=True); started += 1\n"
                "except OSError: pass\n"
                "print(started, flush=True)\n"
                "import time; time.sleep(60)\n",
            child);
    EXPECT_EQ(ended.how, Ended::How::timed_out);
    ASSERT_FALSE(ended.output.empty());
    EXPECT_GT(std::stoi(ended.output), 10);
    EXPECT_TRUE(all_gone(marker));
}

TEST_F(HostileChild, WhatItLeavesBehindIsGoneWhenItEnds) {
    const auto marker = "87" + std::to_string(getpid());
    const auto begun = std::chrono::steady_clock::now();
    const auto ended =
        run("import subprocess\n"
            "subprocess.Popen(['/usr/bin/sleep', '" +
            marker +
            "'], start_new_session=True)\n"
            "print('gone')\n");
    EXPECT_EQ(ended.how, Ended::How::exited);
    EXPECT_EQ(ended.output, "gone\n");
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
    EXPECT_TRUE(all_gone(marker));
}

TEST_F(HostileChild, DiesWithAParentThatIsKilled) {
    const auto marker = "88" + std::to_string(getpid());
    const auto parent = fork();
    if (parent == 0) {
        Child child;
        child.command = {"/usr/bin/sleep", marker};
        child.time = std::chrono::seconds(60);
        (void)run_confined(child, m_folder / "scratch");
        _exit(0);
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (running(marker) < 1 && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_GE(running(marker), 1);
    kill(parent, SIGKILL);
    waitpid(parent, nullptr, 0);
    EXPECT_TRUE(all_gone(marker));
}

} // namespace
} // namespace throughline::documents
