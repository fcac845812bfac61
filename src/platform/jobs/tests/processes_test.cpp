// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs between real processes: one is killed in the middle of its job, two work at once. This test program
// plays the other process itself: started with a word and the address of the database it is the runner.
#include "platform/db/testing.hpp"
#include "platform/jobs/jobs.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>

namespace throughline::jobs {
namespace {

constexpr Instant at{1'788'739'200'000'000};
constexpr std::int64_t lease = seconds(120);

/// Leaves a line for each job, with the runner's name in it. A second line for the same job is refused.
Handler leaving_a_line(const std::string& runner, bool hangs) {
    return [runner, hangs](db::Transaction& tx, const Job& job, Instant) {
        tx.change(
            "INSERT INTO installation (name, value) VALUES (:name, :value)",
            {{"name", job.payload}, {"value", runner}});
        if (!hangs) return;
        std::puts("working");
        std::fflush(stdout);
        for (;;) ::pause();
    };
}

std::size_t run(db::Database& database, const std::string& runner, Instant now, bool hangs = false) {
    return run_due(
        database,
        {{"letter.send", leaving_a_line(runner, hangs)}},
        [now] { return now; },
        [](const Job&, const std::exception& failure) { ADD_FAILURE() << failure.what(); });
}

/// Another process of this program, and what it says.
class Runner {
public:
    Runner(const char* word, const std::string& url) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        m_process = ::fork();
        if (m_process == 0) {
            ::dup2(ends[1], 1);
            ::execl("/proc/self/exe", "runner", word, url.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        m_says = ::fdopen(ends[0], "r");
    }
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    ~Runner() {
        kill();
        std::fclose(m_says);
    }
    std::string line() {
        std::array<char, 100> read{};
        const bool said = std::fgets(read.data(), read.size(), m_says) != nullptr;
        return said ? std::string(read.data()) : std::string();
    }
    void kill() {
        if (m_process <= 0) return;
        ::kill(m_process, SIGKILL);
        wait();
    }
    int wait() {
        int status = 0;
        ::waitpid(m_process, &status, 0);
        m_process = 0;
        return status;
    }

private:
    pid_t m_process{};
    FILE* m_says{};
};

struct Processes : testing::Test {
    void queue(int count) {
        Random random = [this](std::span<std::byte> bytes) {
            for (auto& byte : bytes) byte = static_cast<std::byte>(next_byte++);
        };
        database->write([&](db::Transaction& tx) {
            for (int i = 0; i < count; ++i)
                enqueue(tx, "letter.send", "letter-" + std::to_string(i), at, random);
        });
    }
    /// How many jobs that runner did, or all when it has no name.
    std::int64_t done(std::string_view runner = {}) {
        return database->read([&](db::Transaction& tx) {
            return tx
                .row(
                    "SELECT count(*) AS n FROM installation WHERE name LIKE 'letter-%' AND (:runner = '' OR "
                    "value = :runner)",
                    {{"runner", runner}})
                ->integer("n");
        });
    }
    db::TestDatabase database{SOURCE_DIR};
    unsigned char next_byte{};
};

TEST_F(Processes, AJobWhoseProcessWasKilledIsTakenAgainWhenItsLeaseRunsOutAndDoneOnce) {
    queue(1);
    Runner killed("hang", database.url());
    ASSERT_EQ(killed.line(), "working\n") << "it is in the middle of its job";
    killed.kill();
    EXPECT_EQ(run(*database, "too soon", at + lease + -1), 0U) << "the lease still stands";
    EXPECT_EQ(done(), 0) << "what it had begun is undone";
    EXPECT_EQ(run(*database, "second", at + lease), 1U);
    EXPECT_EQ(run(*database, "third", at + lease + lease), 0U);
    EXPECT_EQ(done("second"), 1);
    EXPECT_EQ(done(), 1);
}

TEST_F(Processes, TwoProcessesDoEachJobOnce) {
    queue(60);
    Runner one("all", database.url()), other("all", database.url());
    const auto first = std::stoi("0" + one.line()), second = std::stoi("0" + other.line());
    EXPECT_EQ(one.wait(), 0);
    EXPECT_EQ(other.wait(), 0);
    EXPECT_EQ(first + second, 60);
    EXPECT_EQ(done(), 60);
}

int be_the_runner(const std::string& word, const char* url) {
    const auto database = db::Database::open(url);
    std::printf("%zu\n", run(*database, word, at, word == "hang"));
    return 0;
}

} // namespace
} // namespace throughline::jobs

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[0]) == "runner")
        return throughline::jobs::be_the_runner(argv[1], argv[2]);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
