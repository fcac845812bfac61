// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/confined.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace throughline::documents {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t errors_limit = 64 * 1024;
constexpr std::uint64_t memory_folder_bytes = 512ULL << 20;
constexpr int program_number = 3; ///< the descriptor from which bubblewrap copies a child's program
/// How often a running child's scratch folder is looked at.
constexpr std::chrono::milliseconds look_after{250};

[[noreturn]] void fail(const char* doing) { throw std::system_error(errno, std::generic_category(), doing); }

/// A file descriptor that is closed with its owner.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~Descriptor() { close(); }
    int number() const { return m_number; }
    bool is_open() const { return m_number >= 0; }
    void close() {
        if (m_number >= 0) ::close(m_number);
        m_number = -1;
    }

private:
    int m_number{-1};
};

struct Pipe {
    Descriptor reads{};
    Descriptor writes{};
};

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) fail("making a pipe for a child");
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

void write_all(int descriptor, std::string_view bytes, const char* doing) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) fail(doing);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// The input lies in memory as a file, so a child that does not read it cannot hold us up.
Descriptor input_file(std::string_view bytes) {
    Descriptor file(memfd_create("input", MFD_CLOEXEC));
    if (!file.is_open()) fail("holding a child's input");
    write_all(file.number(), bytes, "holding a child's input");
    if (lseek(file.number(), 0, SEEK_SET) != 0) fail("holding a child's input");
    return file;
}

/// Opened anew for each child, so that each reads it from its beginning.
Descriptor program_file(const Child& child) {
    if (child.program.empty()) return {};
    Descriptor file(::open(child.program.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) fail("opening a child's program");
    return file;
}

void check_name(const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos || name == "." || name == "..")
        throw std::logic_error("a scratch file is named by a bare name");
}

/// A folder of its own for one child, removed with everything in it.
class Scratch {
public:
    explicit Scratch(const fs::path& parent) {
        auto pattern = (parent / "child-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) fail("making a scratch folder");
        m_folder = pattern;
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() {
        std::error_code error;
        fs::remove_all(m_folder, error);
        if (!error) return;
        // A child may have closed folders to us: open them and try again.
        const auto skip = fs::directory_options::skip_permission_denied;
        for (int round = 0; round < 32 && error; ++round) {
            std::error_code ignored;
            for (fs::recursive_directory_iterator at(m_folder, skip, ignored), end; !ignored && at != end;
                 at.increment(ignored))
                if (at->is_directory(ignored) && !at->is_symlink(ignored))
                    fs::permissions(at->path(), fs::perms::owner_all, ignored);
            fs::remove_all(m_folder, error);
        }
    }

    const fs::path& folder() const { return m_folder; }

    /// Whether the child has put more there than it may. A folder that it changes meanwhile is looked at as
    /// far as it can be; what it closed to us is counted by itself.
    bool holds_more_than(std::uint64_t bytes, std::uint64_t files) const {
        std::error_code error;
        std::uint64_t size = 0, count = 0;
        const auto skip = fs::directory_options::skip_permission_denied;
        for (fs::recursive_directory_iterator at(m_folder, skip, error), end; !error && at != end;
             at.increment(error)) {
            struct stat found {};
            if (lstat(at->path().c_str(), &found) == 0)
                size += static_cast<std::uint64_t>(found.st_blocks) * 512;
            if (size > bytes || ++count > files) return true;
        }
        return false;
    }

    void lay(const std::string& name, std::string_view bytes) const {
        check_name(name);
        const Descriptor file(
            ::open((m_folder / name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!file.is_open()) fail("laying out a child's file");
        write_all(file.number(), bytes, "laying out a child's file");
    }

    /// The plain file of that name, when the child left one of at most `limit` bytes. Links are not followed:
    /// the child may have planted one to a file that it could not read itself.
    bool bring(const std::string& name, std::uint64_t limit, std::string& bytes) const {
        const Descriptor file(
            ::open((m_folder / name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
        if (!file.is_open()) return false;
        struct stat found {};
        if (fstat(file.number(), &found) != 0 || !S_ISREG(found.st_mode)) return false;
        if (static_cast<std::uint64_t>(found.st_size) > limit) return false;
        std::array<char, 65536> piece{};
        for (;;) {
            const auto got = ::read(file.number(), piece.data(), piece.size());
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return got == 0;
            bytes.append(piece.data(), static_cast<std::size_t>(got));
            if (bytes.size() > limit) return false;
        }
    }

private:
    fs::path m_folder;
};

void add(std::vector<std::string>& to, std::initializer_list<std::string_view> more) {
    for (const auto word : more) to.emplace_back(word);
}

/// What a child sees of the system: programs and libraries, fonts, and nothing of /etc that tells about this
/// host.
void add_system(std::vector<std::string>& line) {
    add(line, {"--ro-bind", "/usr", "/usr"});
    for (const char* top : {"/bin", "/sbin", "/lib", "/lib32", "/lib64"}) {
        std::error_code error;
        if (fs::is_symlink(top, error))
            add(line, {"--symlink", fs::read_symlink(top, error).string(), top});
        else if (fs::exists(top, error))
            add(line, {"--ro-bind", top, top});
    }
    for (const char* path :
         {"/etc/ld.so.cache",
          "/etc/alternatives",
          "/etc/fonts",
          "/etc/chromium",
          "/etc/chromium.d",
          "/var/cache/fontconfig"})
        add(line, {"--ro-bind-try", path, path});
    add(line, {"--proc", "/proc", "--dev", "/dev"});
    // Files there belong to root, so a child of a service that runs as root could set what holds for the
    // host.
    for (const char* path : {"/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs"})
        add(line, {"--ro-bind-try", path, path});
    add(line, {"--size", std::to_string(memory_folder_bytes), "--tmpfs", "/dev/shm"});
    add(line, {"--size", std::to_string(memory_folder_bytes), "--tmpfs", "/tmp"});
}

std::string find_bubblewrap() {
    for (const char* path : {"/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"})
        if (access(path, X_OK) == 0) return path;
    return {};
}

/// Which namespaces a child gets of its own. Inside a plain chroot no process may make a user namespace, but
/// root may make all the others: then those, with every capability dropped as ever.
enum class Namespaces { all, all_but_user };

std::vector<std::string> command_line(
    const Child& child, const std::string& bubblewrap, const fs::path& scratch, Namespaces namespaces) {
    std::vector<std::string> line{bubblewrap};
    if (namespaces == Namespaces::all)
        add(line, {"--unshare-all"});
    else
        add(line,
            {"--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"});
    add(line, {"--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"});
    add(line, {"--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/scratch"});
    add(line, {"--setenv", "LANG", "C.UTF-8", "--setenv", "TMPDIR", "/tmp"});
    add_system(line);
    auto readable = child.readable;
    if (const fs::path program = child.command.front(); program.is_absolute() && program != child_program)
        readable.push_back(program);
    for (const auto& path : readable)
        if (path.string().rfind("/usr/", 0) != 0) add(line, {"--ro-bind", path.string(), path.string()});
    if (!child.program.empty())
        add(line, {"--perms", "0500", "--ro-bind-data", std::to_string(program_number), child_program});
    add(line, {"--bind", scratch.string(), "/scratch", "--chdir", "/scratch"});
    add(line, {"--remount-ro", "/dev", "--remount-ro", "/", "--"});
    line.insert(line.end(), child.command.begin(), child.command.end());
    return line;
}

void limit(int what, std::uint64_t to) {
    struct rlimit now {};
    // Never above what we were given ourselves.
    getrlimit(static_cast<__rlimit_resource_t>(what), &now);
    const auto value = std::min<rlim_t>(static_cast<rlim_t>(to), now.rlim_max);
    const struct rlimit wanted {
        value, value
    };
    setrlimit(static_cast<__rlimit_resource_t>(what), &wanted);
}

/// In the new process, between fork and exec: only calls that are safe there.
[[noreturn]] void become(
    const Child& child,
    std::vector<char*>& arguments,
    pid_t parent,
    int input,
    int output,
    int errors,
    int program) {
    // Bubblewrap asks for this too, but the parent may be gone before it has come that far.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    setpgid(0, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGCHLD}) signal(number, SIG_DFL);
    if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0) _exit(127);
    // Open past exec, also where it has its number already and dup2 would do nothing.
    if (program >= 0 &&
        (program == program_number ? fcntl(program, F_SETFD, 0) : dup2(program, program_number)) < 0)
        _exit(127);
    close_range(program >= 0 ? program_number + 1 : program_number, ~0U, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 1024);
    limit(RLIMIT_CPU, static_cast<std::uint64_t>(child.time.count()) * 4 + 1);
    limit(RLIMIT_FSIZE, child.output_bytes);
    if (child.memory_bytes != 0) limit(RLIMIT_AS, child.memory_bytes);
    // Bubblewrap clears what it hands on, but its own surroundings stay readable to the child in /proc/1.
    char* const no_surroundings[] = {nullptr};
    execve(arguments.front(), arguments.data(), no_surroundings);
    _exit(127);
}

struct Stream {
    Descriptor from{};
    std::string* into{};
    std::uint64_t limit{};
    bool stops{};     ///< more than the limit ends the child; otherwise the rest is thrown away
    bool over{false}; ///< the limit was passed
};

/// Takes what is there to take. Gives false at the end of the stream.
bool drain(Stream& stream) {
    std::array<char, 65536> piece{};
    const auto got = ::read(stream.from.number(), piece.data(), piece.size());
    if (got < 0) return errno == EINTR || errno == EAGAIN;
    if (got == 0) return false;
    const auto room = stream.limit - std::min<std::uint64_t>(stream.limit, stream.into->size());
    const auto taken = std::min<std::uint64_t>(room, static_cast<std::uint64_t>(got));
    stream.into->append(piece.data(), static_cast<std::size_t>(taken));
    if (taken < static_cast<std::uint64_t>(got)) stream.over = true;
    return true;
}

/// Reads both streams until they end, the time is over, or too much came or was written.
Ended::How listen(
    std::array<Stream, 2>& streams, Clock::time_point until, const std::function<bool()>& too_much_written) {
    auto next_look = Clock::now() + look_after;
    for (;;) {
        if (Clock::now() >= next_look) {
            if (too_much_written()) return Ended::How::too_much_output;
            next_look = Clock::now() + look_after;
        }
        std::array<pollfd, 2> waits{};
        nfds_t open = 0;
        std::array<Stream*, 2> which{};
        for (auto& stream : streams)
            if (stream.from.is_open()) {
                waits[open] = {stream.from.number(), POLLIN, 0};
                which[open++] = &stream;
            }
        if (open == 0) return Ended::How::exited;
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        if (left <= 0) return Ended::How::timed_out;
        const auto ready =
            poll(waits.data(), open, static_cast<int>(std::min<long>(left, look_after.count())));
        if (ready < 0 && errno != EINTR) fail("listening to a child");
        for (nfds_t i = 0; ready > 0 && i < open; ++i) {
            if (waits[i].revents == 0) continue;
            if (!drain(*which[i])) which[i]->from.close();
            if (which[i]->over && which[i]->stops) return Ended::How::too_much_output;
        }
    }
}

/// Waits for the process until the time is over or it has written too much. Gives how the wait ended.
Ended::How wait_until(
    pid_t process, Clock::time_point until, const std::function<bool()>& too_much_written, int& status) {
    auto next_look = Clock::now() + look_after;
    for (long pause = 200;; pause = std::min(pause * 2, 20'000L)) {
        const auto got = waitpid(process, &status, WNOHANG);
        if (got == process) return Ended::How::exited;
        if (got < 0 && errno != EINTR) fail("waiting for a child");
        if (Clock::now() >= until) return Ended::How::timed_out;
        if (Clock::now() >= next_look) {
            if (too_much_written()) return Ended::How::too_much_output;
            next_look = Clock::now() + look_after;
        }
        usleep(static_cast<useconds_t>(pause));
    }
}

/// Kills bubblewrap's group; the process it confines dies with it (--die-with-parent), and with that process,
/// which is number 1 of its own world, everything it started.
void kill_all(pid_t process, int& status) {
    kill(-process, SIGKILL);
    kill(process, SIGKILL);
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
}

void tell_end(Ended& ended, int status) {
    if (WIFSIGNALED(status)) {
        ended.how = Ended::How::signalled;
        ended.status = WTERMSIG(status);
    } else if (WEXITSTATUS(status) > 128) {
        // Bubblewrap reports a signal as a shell does.
        ended.how = Ended::How::signalled;
        ended.status = WEXITSTATUS(status) - 128;
    } else {
        ended.how = Ended::How::exited;
        ended.status = WEXITSTATUS(status);
        // Its own failures say "bwrap: …": then nothing of ours was run.
        if (ended.status != 0 && ended.errors.rfind("bwrap: ", 0) == 0)
            ended.how = Ended::How::cannot_confine;
    }
}

Ended run(
    const Child& child,
    const std::string& bubblewrap,
    const fs::path& scratch_parent,
    Namespaces namespaces) {
    const Scratch scratch(fs::absolute(scratch_parent));
    for (const auto& [name, bytes] : child.files) scratch.lay(name, bytes);
    for (const auto& name : child.collect) check_name(name);

    auto line = command_line(child, bubblewrap, scratch.folder(), namespaces);
    std::vector<char*> arguments;
    for (auto& word : line) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    const auto program = program_file(child);
    auto input = input_file(child.input);
    auto output = make_pipe();
    auto errors = make_pipe();
    const auto until = Clock::now() + child.time;
    const auto parent = getpid();
    const auto process = fork();
    if (process < 0) fail("starting a child");
    if (process == 0)
        become(
            child,
            arguments,
            parent,
            input.number(),
            output.writes.number(),
            errors.writes.number(),
            program.number());
    setpgid(process, process);
    input.close();
    output.writes.close();
    errors.writes.close();

    Ended ended;
    std::array<Stream, 2> streams{
        Stream{std::move(output.reads), &ended.output, child.output_bytes, true},
        Stream{std::move(errors.reads), &ended.errors, errors_limit, false}};
    int status = 0;
    try {
        const auto too_much_written = [&] {
            return scratch.holds_more_than(child.scratch_bytes, child.scratch_files);
        };
        ended.how = listen(streams, until, too_much_written);
        if (ended.how == Ended::How::exited) ended.how = wait_until(process, until, too_much_written, status);
    } catch (...) {
        kill_all(process, status);
        throw;
    }
    if (ended.how != Ended::How::exited) {
        kill_all(process, status);
        return ended;
    }
    tell_end(ended, status);
    for (const auto& name : child.collect)
        if (std::string bytes; scratch.bring(name, child.output_bytes, bytes))
            ended.files.emplace(name, std::move(bytes));
    return ended;
}

/// What was found out once: whether children can be confined, and with which namespaces.
struct Tried {
    Confinement confinement{};
    Namespaces namespaces{Namespaces::all};
};

Tried try_confining() {
    const auto bubblewrap = find_bubblewrap();
    if (bubblewrap.empty()) return {{false, "bubblewrap (bwrap) is not installed"}};
    Child child;
    child.command = {"/usr/bin/true"};
    child.time = std::chrono::seconds(10);
    std::string said;
    for (const auto namespaces : {Namespaces::all, Namespaces::all_but_user}) {
        if (namespaces == Namespaces::all_but_user && geteuid() != 0) break;
        const auto ended = run(child, bubblewrap, fs::temp_directory_path(), namespaces);
        if (ended.how == Ended::How::exited && ended.status == 0) return {{true, {}}, namespaces};
        if (said.empty()) said = ended.errors.substr(0, ended.errors.find('\n'));
    }
    return {
        {false,
         fmt::format(
             "bubblewrap cannot make its namespaces here ({})", said.empty() ? "it said nothing" : said)}};
}

const Tried& tried() {
    static const Tried found = try_confining();
    return found;
}

} // namespace

const Confinement& confinement() { return tried().confinement; }

namespace {

/// What has become of this process's children so far.
struct Counters {
    std::atomic<std::uint64_t> started{};
    std::atomic<std::uint64_t> killed{};
    std::atomic<std::uint64_t> refused{};
};

Counters& counters() {
    static Counters all;
    return all;
}

} // namespace

ChildCounts child_counts() {
    const auto& all = counters();
    return {all.started, all.killed, all.refused};
}

Ended run_confined(const Child& child, const fs::path& scratch_parent) {
    if (child.command.empty()) throw std::logic_error("a child without a command");
    if (!confinement().possible) {
        Ended ended;
        ended.how = Ended::How::cannot_confine;
        ended.errors = confinement().reason;
        ++counters().refused;
        return ended;
    }
    ++counters().started;
    auto ended = run(child, find_bubblewrap(), scratch_parent, tried().namespaces);
    if (ended.how != Ended::How::exited) ++counters().killed;
    return ended;
}

} // namespace throughline::documents
