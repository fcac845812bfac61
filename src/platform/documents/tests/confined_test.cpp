// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/confined.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace throughline::documents {
namespace {

namespace fs = std::filesystem;

/// How many processes of this machine run `program argument`.
int running(const std::string& program, const std::string& argument) {
    const auto wanted = program + '\0' + argument + '\0';
    int count = 0;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        std::ifstream file(entry.path() / "cmdline");
        const std::string line((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        if (line == wanted) ++count;
    }
    return count;
}

class Confined : public testing::Test {
protected:
    Confined() {
        auto pattern = (fs::temp_directory_path() / "confined-XXXXXX").string();
        m_folder = mkdtemp(pattern.data());
    }
    ~Confined() override { fs::remove_all(m_folder); }

    void SetUp() override { ASSERT_TRUE(confinement().possible) << confinement().reason; }

    Ended shell(const std::string& script, Child child = {}) {
        child.command = {"/bin/bash", "-c", script};
        return run_confined(child, m_folder);
    }

    fs::path m_folder;
};

TEST_F(Confined, AChildReadsItsInputAndAnswers) {
    Child child;
    child.input = "three rows";
    const auto ended = shell("cat; echo heard >&2; exit 7", child);
    EXPECT_EQ(ended.how, Ended::How::exited);
    EXPECT_EQ(ended.status, 7);
    EXPECT_EQ(ended.output, "three rows");
    EXPECT_EQ(ended.errors, "heard\n");
}

TEST_F(Confined, ALargeInputThatIsNotReadHoldsNobodyUp) {
    Child child;
    child.input = std::string(8 << 20, 'x');
    EXPECT_EQ(shell("exit 0", child).status, 0);
    EXPECT_EQ(shell("wc -c", child).output, "8388608\n");
}

TEST_F(Confined, FilesAreLaidOutAndBroughtBack) {
    Child child;
    child.files = {{"in.txt", "Marlshire"}};
    child.collect = {"out.txt", "absent.txt"};
    const auto ended = shell("tr a-z A-Z < /scratch/in.txt > out.txt", child);
    ASSERT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.files.at("out.txt"), "MARLSHIRE");
    EXPECT_EQ(ended.files.count("absent.txt"), 0u);
}

TEST_F(Confined, ALinkPlantedInTheScratchFolderIsNotFollowed) {
    const auto secret = m_folder / "secret";
    std::ofstream(secret) << "kept";
    Child child;
    child.collect = {"out.txt"};
    const auto ended = shell("ln -s '" + secret.string() + "' out.txt", child);
    EXPECT_EQ(ended.status, 0);
    EXPECT_TRUE(ended.files.empty());
}

TEST_F(Confined, AChildSeesNeitherTheParentsFolderNorTheHost) {
    std::ofstream(m_folder / "secret") << "kept";
    const auto ended = shell(
        "cat '" + (m_folder / "secret").string() +
        "' /etc/passwd /etc/hostname /root/* /home/* 2>/dev/null; cat /proc/1/environ /proc/*/environ");
    EXPECT_EQ(ended.output.find("kept"), std::string::npos);
    EXPECT_EQ(ended.output.find("root:"), std::string::npos);
    EXPECT_EQ(shell("ls '" + m_folder.string() + "'").output, "");
}

TEST_F(Confined, AChildDoesNotInheritSurroundingsOrOpenFiles) {
    setenv("THROUGHLINE_SECRET", "kept", 1);
    const int open_file = open("/etc/passwd", O_RDONLY); // without close-on-exec, as a library might leave it
    ASSERT_GE(open_file, 0);
    const auto ended = shell("echo \"[$THROUGHLINE_SECRET]\"; ls /proc/self/fd | wc -l");
    close(open_file);
    unsetenv("THROUGHLINE_SECRET");
    EXPECT_EQ(ended.output.substr(0, 3), "[]\n");
    EXPECT_LE(std::stoi(ended.output.substr(3)), 4); // 0, 1, 2 and the listing itself
}

TEST_F(Confined, AChildWritesOnlyInItsScratchFolder) {
    const auto inside = m_folder / "written";
    const auto ended = shell(
        "for f in /usr/x /etc/x /bin/x '" + inside.string() +
        "'; do (echo x > \"$f\") 2>/dev/null && echo \"wrote $f\"; done; echo x > /scratch/x && echo ok");
    EXPECT_EQ(ended.output, "ok\n");
    EXPECT_FALSE(fs::exists(inside));
    EXPECT_FALSE(fs::exists("/usr/x"));
}

TEST_F(Confined, AChildCannotReachTheLoopbackOfTheHost) {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(listen(listener, 1), 0);
    ASSERT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
    const auto knock =
        "(exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(ntohs(address.sin_port)) + ") 2>/dev/null";
    // The same knock from outside is heard: otherwise this test could not fail.
    ASSERT_EQ(std::system(("bash -c '" + knock + "'").c_str()), 0);
    EXPECT_EQ(shell(knock + " && echo reached || echo none").output, "none\n");
    close(listener);
}

TEST_F(Confined, AChildThatDoesNotEndIsKilledWithAllItStarted) {
    Child child;
    child.time = std::chrono::seconds(1);
    const auto begun = std::chrono::steady_clock::now();
    const auto marker = "86" + std::to_string(getpid());
    int seen = 0;
    std::thread watch([&] {
        usleep(500'000);
        seen = running("sleep", marker);
    });
    const auto ended = shell("sleep " + marker + " & setsid sleep " + marker + " & wait", child);
    watch.join();
    EXPECT_EQ(seen, 2);
    EXPECT_EQ(ended.how, Ended::How::timed_out);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
    usleep(200'000);
    EXPECT_EQ(running("sleep", marker), 0);
}

TEST_F(Confined, AChildThatClosesItsOutputsIsStillTimed) {
    Child child;
    child.time = std::chrono::seconds(1);
    EXPECT_EQ(shell("exec >&- 2>&-; sleep 60", child).how, Ended::How::timed_out);
}

TEST_F(Confined, MemoryIsLimited) {
    Child child;
    child.memory_bytes = 64ULL << 20;
    const auto ended = shell("x=$(head -c 100000000 /dev/zero | tr '\\0' x); echo ${#x}", child);
    EXPECT_EQ(ended.output.find("100000000"), std::string::npos);
}

TEST_F(Confined, OutputIsLimited) {
    Child child;
    child.output_bytes = 1 << 20;
    const auto ended = shell("yes", child);
    EXPECT_EQ(ended.how, Ended::How::too_much_output);
    EXPECT_LE(ended.output.size(), child.output_bytes);
    EXPECT_LE(shell("yes >&2 & sleep 0.3; kill $!").errors.size(), 64u * 1024);
}

TEST_F(Confined, ASignalIsToldApartFromAnExit) {
    const auto ended = shell("kill -SEGV $$");
    EXPECT_EQ(ended.how, Ended::How::signalled);
    EXPECT_EQ(ended.status, SIGSEGV);
}

TEST_F(Confined, AProgramThatIsNotThereIsNotAResult) {
    Child child;
    child.command = {"/usr/bin/no-such-program"};
    EXPECT_EQ(run_confined(child, m_folder).how, Ended::How::cannot_confine);
}

TEST_F(Confined, TheScratchFolderIsGoneAfterwards) {
    shell("mkdir -p a/b; touch a/b/c; chmod 000 a/b a");
    EXPECT_TRUE(fs::is_empty(m_folder));
}

} // namespace
} // namespace throughline::documents
