// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/http/limits.hpp"
#include "platform/http/server.hpp"
#include "platform/http/tests/raw_client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace throughline::http {
namespace {

using namespace std::chrono_literals;
using testing::Answer;
using testing::RawClient;

constexpr std::size_t mebibyte = 1024 * 1024;

struct Seen {
    std::string path{};
    int status{};
    std::string fault_kind{};
    std::string fault_words{};
};

/// A server on a free port with a handful of paths, and what it told its log.
class ServerTest : public ::testing::Test {
protected:
    void start(Options options = quick()) {
        m_folder = std::filesystem::path(::testing::TempDir()) / "throughline-http-test";
        options.temporary = m_folder;
        m_server = std::make_unique<Server>(
            std::move(options),
            [this](Request& head) { return admit(head); },
            [](const Request* request, int status, const std::string& message) {
                return html((request ? "page " : "bare ") + std::to_string(status) + " " + message, status);
            },
            [this](const Answered& answered) {
                const std::lock_guard lock(m_mutex);
                m_seen.push_back(
                    {answered.request.path, answered.status, answered.fault_kind, answered.fault_words});
            });
    }

    static Options quick() {
        Options options;
        options.port = 0;
        options.workers = 4;
        options.header_time = 400ms;
        options.body_time = 400ms;
        options.write_time = 400ms;
        options.idle_time = 400ms;
        options.drain_time = 3000ms;
        return options;
    }

    RawClient client() { return RawClient(m_server->port()); }
    Answer ask(std::string_view bytes) { return client().ask(bytes); }

    std::vector<Seen> seen() {
        const std::lock_guard lock(m_mutex);
        return m_seen;
    }

    std::variant<Response, Admitted> admit(Request& head) {
        ++m_admitted;
        if (head.path == "/closed") return plain("not for you", 403);
        if (head.path == "/nowhere") throw Stop{404, "It may have moved."};
        Admitted in;
        if (head.path == "/upload") {
            in.body_limit = 20 * mebibyte;
            in.uploads = true;
            in.answer = [](Request& request) { return plain(tell(request.form)); };
        } else if (head.path == "/form") {
            in.body_limit = 1000;
            in.answer = [](Request& request) { return plain(tell(request.form)); };
        } else if (head.path == "/broken") {
            in.answer = [](Request&) -> Response { throw std::runtime_error("the printer is on fire"); };
        } else if (head.path == "/split-header") {
            in.answer = [](Request&) { return plain("x").with("X-Name", "a\r\nSet-Cookie: stolen=1"); };
        } else if (head.path == "/slow") {
            in.answer = [this](Request&) {
                m_slow_began.count_down();
                m_slow_may_end.wait();
                return plain("slow but whole");
            };
        } else if (head.path == "/large") {
            in.answer = [](Request&) {
                Response response = plain("");
                response.shared_body = std::make_shared<const std::string>(30 * mebibyte, 'L');
                return response;
            };
        } else {
            in.answer = [](Request& request) { return plain("hello " + request.query.text("name")); };
        }
        return in;
    }

    static std::string tell(const Form& form) {
        std::string told;
        for (const auto& [name, value] : form.fields()) told += name + "=" + value + ";";
        for (const auto& [name, file] : form.uploads())
            told += name + "=" + file.file_name() + "," + file.media_type() + "," +
                    std::to_string(file.size()) + "," +
                    std::to_string(std::hash<std::string>{}(file.bytes())) + ";";
        return told;
    }

    std::unique_ptr<Server> m_server{};
    std::filesystem::path m_folder{};
    std::mutex m_mutex{};
    std::vector<Seen> m_seen{};
    std::atomic<int> m_admitted{};
    std::latch m_slow_began{1};
    std::latch m_slow_may_end{1};
};

std::string get(const std::string& target, const std::string& more = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n";
}

std::string post_head(const std::string& target, std::size_t length, const std::string& type) {
    return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + type +
           "\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

std::string post(const std::string& target, const std::string& body, const std::string& type) {
    return post_head(target, body.size(), type) + body;
}

const std::string urlencoded = "application/x-www-form-urlencoded";
const std::string multipart = "multipart/form-data; boundary=XyZ";

std::string field_part(const std::string& name, const std::string& value) {
    return "--XyZ\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

std::string file_part(const std::string& name, const std::string& file, const std::string& bytes) {
    return "--XyZ\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file +
           "\"\r\nContent-Type: application/pdf\r\n\r\n" + bytes + "\r\n";
}

std::string binary(std::size_t size, unsigned seed) {
    std::string bytes(size, '\0');
    for (auto& byte : bytes) {
        seed = seed * 1664525U + 1013904223U;
        byte = static_cast<char>(seed >> 24U);
    }
    return bytes;
}

std::string told_file(const std::string& name, const std::string& file, const std::string& bytes) {
    return name + "=" + file + ",application/pdf," + std::to_string(bytes.size()) + "," +
           std::to_string(std::hash<std::string>{}(bytes)) + ";";
}

TEST_F(ServerTest, AnAnswerCarriesTheHeadersEveryAnswerCarries) {
    start();
    const auto answer = ask(get("/?name=Ada+L"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello Ada L");
    EXPECT_EQ(answer.headers.at("content-length"), "11");
    EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
    EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.headers.at("referrer-policy"), "same-origin");
    EXPECT_TRUE(answer.headers.at("content-security-policy").starts_with("default-src 'none'; "));
    EXPECT_EQ(answer.headers.at("x-request-id").size(), 16U);
    EXPECT_TRUE(answer.headers.at("date").ends_with(" GMT"));
}

TEST_F(ServerTest, ASiteReachedOverTlsTellsBrowsersToInsistOnIt) {
    start();
    EXPECT_FALSE(ask(get("/")).headers.contains("strict-transport-security"));
    auto options = quick();
    options.over_tls = true;
    start(std::move(options));
    for (const auto* path : {"/", "/broken", "/no-such-page"})
        EXPECT_EQ(
            ask(get(path)).headers.at("strict-transport-security"), "max-age=31536000; includeSubDomains")
            << path;
}

TEST_F(ServerTest, HeadIsAnsweredWithoutABody) {
    start();
    auto raw = client();
    raw.send("HEAD /?name=Ada HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto answer = raw.read(true);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("content-length"), "9");
    EXPECT_EQ(raw.ask(get("/?name=Bo")).body, "hello Bo") << "no stray byte stands before the next answer";
}

TEST_F(ServerTest, AConnectionIsKeptForTheNextRequest) {
    start();
    auto raw = client();
    for (int i = 0; i < 5; ++i) EXPECT_EQ(raw.ask(get("/?name=" + std::to_string(i))).status, 200);
    EXPECT_EQ(raw.ask(get("/", "Connection: close\r\n")).headers.at("connection"), "close");
    EXPECT_TRUE(raw.ends_within(1s));
}

TEST_F(ServerTest, Http10IsAnsweredOnceUnlessItAsksForMore) {
    start();
    auto once = client();
    EXPECT_EQ(once.ask("GET / HTTP/1.0\r\n\r\n").status, 200);
    EXPECT_TRUE(once.ends_within(1s));
    auto more = client();
    EXPECT_EQ(more.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").status, 200);
    EXPECT_EQ(more.ask("GET / HTTP/1.0\r\n\r\n").status, 200);
}

TEST_F(ServerTest, TwoRequestsSentAtOnceAreAnsweredInTurn) {
    start();
    auto raw = client();
    raw.send(get("/?name=first") + post("/form", "a=1", urlencoded) + get("/?name=third"));
    EXPECT_EQ(raw.read().body, "hello first");
    EXPECT_EQ(raw.read().body, "a=1;");
    EXPECT_EQ(raw.read().body, "hello third");
}

TEST_F(ServerTest, WhatIsNoRequestIs400) {
    start();
    EXPECT_EQ(ask("\x16\x03\x01\x02 hello\r\n\r\n").status, 400);
    EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: a\r\nno colon here\r\n\r\n").status, 400);
    EXPECT_EQ(ask("GET / HTTP/1.1\r\n\r\n").status, 400) << "no Host";
    EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").status, 400);
    EXPECT_EQ(ask(get("/%zz")).status, 400);
    EXPECT_EQ(ask(get("/a%00b")).status, 400);
    EXPECT_EQ(ask(get("/a%0ab")).status, 400);
    EXPECT_EQ(ask(get("/a/../b")).status, 400);
    EXPECT_EQ(ask(get("/a/%2e%2E")).status, 400);
    EXPECT_EQ(ask(get("/%ff")).status, 400) << "not UTF-8";
    EXPECT_EQ(ask(get("/?a=%c0%af")).status, 400) << "an overlong form";
    EXPECT_EQ(ask(get("x")).status, 400);
    EXPECT_EQ(ask("GET / HTTP/2.0\r\nHost: a\r\n\r\n").status, 505);
    EXPECT_EQ(m_admitted, 0);
}

TEST_F(ServerTest, ARequestWhoseEndIsInDoubtIsRefused) {
    start();
    const std::string head = "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: " + urlencoded + "\r\n";
    EXPECT_EQ(ask(head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").status, 400);
    EXPECT_EQ(ask(head + "Content-Length: 3\r\nContent-Length: 4\r\n\r\na=1").status, 400);
    EXPECT_EQ(ask(head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n").status, 501);
    EXPECT_EQ(ask(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n").status, 400);
    EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=1").status, 400);
}

TEST_F(ServerTest, OtherMethodsAreRefused) {
    start();
    const auto known = ask("PUT / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(known.status, 405);
    EXPECT_EQ(known.headers.at("allow"), "GET, HEAD, POST");
    EXPECT_EQ(ask("BREW / HTTP/1.1\r\nHost: a\r\n\r\n").status, 501);
}

TEST_F(ServerTest, AnOversizeHeaderIs431AndAnOversizeAddress414) {
    start();
    EXPECT_EQ(ask(get("/", "X-Long: " + std::string(20 * 1024, 'x') + "\r\n")).status, 431);
    EXPECT_EQ(ask(get("/" + std::string(9 * 1024, 'x'))).status, 414);
    EXPECT_EQ(ask("GET /" + std::string(40 * 1024, 'x')).status, 414);
    EXPECT_EQ(ask(get("/", "X-Long: " + std::string(12 * 1024, 'x') + "\r\n")).status, 200);
}

TEST_F(ServerTest, AHeaderSentLineByLineIsCountedAsAWhole) {
    start();
    auto raw = client();
    // Each piece ends with the first letter of the next name: Beast's own limit never sees the whole.
    raw.send("GET / HTTP/1.1\r\nHost: a\r\nX");
    std::size_t sent = 0;
    for (int i = 0; i < 200 && sent < 64 * 1024; ++i) {
        const auto line = ": " + std::string(1000, 'x') + "\r\nX";
        if (raw.send(line) != line.size()) break;
        sent += line.size();
        std::this_thread::sleep_for(500us);
    }
    EXPECT_EQ(raw.read().status, 431);
}

TEST_F(ServerTest, AHeaderThatDoesNotEndIs408AndSilenceIsJustClosed) {
    start();
    auto slow = client();
    slow.send("GET / HTTP/1.1\r\nHo");
    auto silent = client();
    const auto answer = slow.read();
    EXPECT_EQ(answer.status, 408);
    EXPECT_TRUE(answer.body.starts_with("bare 408"));
    EXPECT_TRUE(silent.ends_within(1s));
    auto idle = client();
    EXPECT_EQ(idle.ask(get("/")).status, 200);
    EXPECT_TRUE(idle.ends_within(1s)) << "an idle connection is closed without a word";
}

TEST_F(ServerTest, ABodyThatStallsIs408) {
    start();
    auto raw = client();
    raw.send(post_head("/form", 100, urlencoded) + "a=");
    EXPECT_EQ(raw.read().status, 408);
}

TEST_F(ServerTest, AReaderWhoStallsIsCutOff) {
    start();
    auto raw = client();
    raw.send(get("/large"));
    std::this_thread::sleep_for(700ms);
    EXPECT_THROW(raw.read(), std::runtime_error) << "30 MiB cannot have been buffered on the way";
}

TEST_F(ServerTest, ALargeAnswerArrivesWhole) {
    start();
    EXPECT_EQ(ask(get("/large")).body.size(), 30 * mebibyte);
}

TEST_F(ServerTest, AFormIsReadFromEveryKindOfBody) {
    start();
    EXPECT_EQ(ask(post("/form", "a=1&b=%C3%A9+x&a=2&c", urlencoded)).body, "a=1;b=é x;a=2;c=;");
    EXPECT_EQ(ask(post("/form", "a=1", urlencoded + "; charset=UTF-8")).body, "a=1;");
    const std::string head = "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: " + urlencoded + "\r\n";
    EXPECT_EQ(
        ask(head + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\na=\r\n3\r\n1&b\r\n0\r\nCookie: no\r\n\r\n")
            .body,
        "a=1;b=;");
    EXPECT_EQ(ask("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").status, 200);
    EXPECT_EQ(ask(post("/form", "a=%z", urlencoded)).status, 400);
    EXPECT_EQ(ask(post("/form", "{}", "application/json")).status, 415);
    EXPECT_EQ(ask(post("/form", field_part("a", "b") + "--XyZ--", multipart)).status, 415)
        << "this path takes no uploads";
}

TEST_F(ServerTest, ABodyBeyondTheLimitIs413BeforeItIsSent) {
    start();
    auto raw = client();
    EXPECT_EQ(raw.ask(post_head("/form", 1001, urlencoded)).status, 413);
    const std::string head = "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: " + urlencoded + "\r\n";
    EXPECT_EQ(ask(head + "Transfer-Encoding: chunked\r\n\r\n400\r\n" + std::string(1024, 'a')).status, 413);
    EXPECT_EQ(ask(post("/form", "a=" + std::string(998, 'a'), urlencoded)).status, 200);
}

TEST_F(ServerTest, ARefusalCanBeReadByAClientThatIsStillSending) {
    auto patient = quick(); // 30 MiB take a while on a busy machine
    patient.header_time = patient.body_time = patient.write_time = patient.drain_time = 20'000ms;
    start(patient);
    const std::string body =
        field_part("a", "b") + file_part("f", "big.pdf", std::string(30 * mebibyte, 'x'));
    auto raw = client();
    const auto sent = raw.send(post("/upload", body + "--XyZ--\r\n", multipart));
    EXPECT_GT(sent, 30 * mebibyte);
    const auto answer = raw.read();
    EXPECT_EQ(answer.status, 413);
    EXPECT_TRUE(answer.body.starts_with("page 413"));
    EXPECT_TRUE(raw.ends_within(1s));
}

TEST_F(ServerTest, WhoIsNotLetInIsAnsweredBeforeTheBodyIsSent) {
    start();
    auto raw = client();
    const auto answer = raw.ask(post_head("/closed", 10 * mebibyte, multipart));
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_TRUE(raw.ends_within(1s));
}

TEST_F(ServerTest, ContinueIsSaidOnlyToWhomIsLetIn) {
    start();
    const auto asking = [](const std::string& path, std::size_t length) {
        return "POST " + path +
               " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Type: " + urlencoded +
               "\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
    };
    auto raw = client();
    EXPECT_EQ(raw.ask(asking("/form", 3)).status, 100);
    EXPECT_EQ(raw.ask("a=1").body, "a=1;");
    EXPECT_EQ(ask(asking("/closed", 3)).status, 403);
    EXPECT_EQ(ask(asking("/form", 3000)).status, 413);
    EXPECT_EQ(ask(get("/", "Expect: 200-miracle\r\n")).status, 417);
}

TEST_F(ServerTest, UploadsArriveIntactWithTheFieldsAroundThem) {
    start();
    const auto first = binary(5 * mebibyte, 1);
    const auto second = binary(70'001, 2) + "\r\n--Xy" + std::string(1, '\0') + "\r\n--";
    const auto body = field_part("before", "é") + file_part("one", "C:\\scans\\a b.pdf", first) +
                      file_part("two", "b.pdf", second) + file_part("none", "", "") +
                      field_part("after", "") + "--XyZ--\r\n";
    auto raw = client();
    const auto answer = raw.ask(post("/upload", body, multipart));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(
        answer.body,
        "before=é;after=;" + told_file("one", "a b.pdf", first) + told_file("two", "b.pdf", second));
    EXPECT_EQ(raw.ask(get("/")).status, 200) << "the connection is still good";
    EXPECT_TRUE(std::filesystem::is_empty(m_folder)) << "no upload ever has a name";
    EXPECT_EQ(std::filesystem::status(m_folder).permissions(), std::filesystem::perms::owner_all);
}

TEST_F(ServerTest, ASmallUploadMaySplitAnywhere) {
    start();
    const auto body = field_part("a", "1") + file_part("f", "x.pdf", "\r\n--Xy\r\n") + "--XyZ--\r\n";
    const auto whole = post("/upload", body, multipart);
    const auto expected = "a=1;" + told_file("f", "x.pdf", "\r\n--Xy\r\n");
    auto raw = client();
    for (std::size_t at = 1; at < whole.size(); ++at) {
        raw.send(std::string_view(whole).substr(0, at));
        std::this_thread::sleep_for(200us);
        ASSERT_EQ(raw.ask(std::string_view(whole).substr(at)).body, expected) << "split at " << at;
    }
}

TEST_F(ServerTest, AMalformedUploadIs400) {
    start();
    EXPECT_EQ(ask(post("/upload", "no boundary at all", multipart)).status, 400);
    EXPECT_EQ(ask(post("/upload", field_part("a", "1"), multipart)).status, 400) << "never closed";
    EXPECT_EQ(ask(post("/upload", "--XyZ\r\n\r\n\r\nx\r\n--XyZ--\r\n", multipart)).status, 400);
    EXPECT_EQ(ask(post("/upload", "x", "multipart/form-data")).status, 400);
    EXPECT_EQ(ask(post("/upload", field_part("a", "\xff") + "--XyZ--", multipart)).status, 400);
}

TEST_F(ServerTest, AHandlerThatThrowsGives500AndTheServerLives) {
    start();
    auto raw = client();
    const auto answer = raw.ask(get("/broken"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, "page 500 ");
    EXPECT_EQ(raw.ask(get("/")).status, 200);
    EXPECT_EQ(seen().front().fault_kind, "std::runtime_error");
    EXPECT_EQ(seen().front().fault_words, "the printer is on fire");
    EXPECT_EQ(seen().back().fault_kind, "");
}

TEST_F(ServerTest, AStopEndsInItsPage) {
    start();
    const auto answer = ask(get("/nowhere"));
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.body, "page 404 It may have moved.");
    EXPECT_EQ(seen().front().fault_kind, "");
}

TEST_F(ServerTest, AHeaderThatWouldSplitTheAnswerIsAFault) {
    start();
    const auto answer = ask(get("/split-header"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_FALSE(answer.headers.contains("set-cookie"));
    EXPECT_EQ(seen().front().fault_kind, "std::logic_error");
}

TEST_F(ServerTest, AFullQueueIs503AndTheServerRecovers) {
    auto options = quick();
    options.workers = 1;
    options.queue = 1;
    start(options);
    auto working = client();
    working.send(get("/slow"));
    m_slow_began.wait();
    auto waiting = client();
    waiting.send(get("/?name=waiting"));
    std::this_thread::sleep_for(50ms);
    const auto answer = ask(get("/"));
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.at("retry-after"), "5");
    m_slow_may_end.count_down();
    EXPECT_EQ(working.read().body, "slow but whole");
    EXPECT_EQ(waiting.read().body, "hello waiting");
    EXPECT_EQ(ask(get("/")).status, 200);
}

TEST_F(ServerTest, BeyondTheCapOnConnectionsIs503) {
    auto options = quick();
    options.connections = 3;
    start(options);
    std::vector<RawClient> held;
    for (int i = 0; i < 3; ++i) {
        held.push_back(client());
        EXPECT_EQ(held.back().ask(get("/")).status, 200);
    }
    EXPECT_EQ(client().read().status, 503);
    held.clear();
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(ask(get("/")).status, 200);
}

TEST_F(ServerTest, HoweverManyAreBeyondTheCapEachIsTold503AndWhenToComeBack) {
    auto options = quick();
    options.connections = 1;
    options.idle_time = options.header_time = 20s;
    start(options);
    auto held = client();
    EXPECT_EQ(held.ask(get("/")).status, 200);
    std::vector<RawClient> turned_away;
    for (std::size_t i = 0; i < 3 * limits::turned_away; ++i) {
        turned_away.push_back(client());
        turned_away.back().send(get("/"));
    }
    for (auto& one : turned_away) {
        const auto answer = one.read();
        ASSERT_EQ(answer.status, 503);
        EXPECT_EQ(answer.headers.at("retry-after"), "5");
        EXPECT_EQ(answer.headers.at("connection"), "close");
        EXPECT_FALSE(answer.body.empty());
    }
    EXPECT_EQ(held.ask(get("/")).status, 200) << "whoever has a place keeps it";
}

TEST_F(ServerTest, ManyConnectionsAreServedAtOnce) {
    auto options = quick();
    options.header_time = options.idle_time = 5000ms;
    options.queue = 400;
    start(options);
    std::vector<RawClient> clients;
    for (int i = 0; i < 400; ++i) clients.push_back(client());
    for (int round = 0; round < 3; ++round) {
        for (auto& one : clients) one.send(get("/?name=x"));
        for (auto& one : clients) ASSERT_EQ(one.read().body, "hello x");
    }
}

TEST_F(ServerTest, StoppingFinishesTheRequestInFlightAndClosesTheIdle) {
    auto options = quick();
    options.idle_time = 60s;
    start(options);
    auto idle = client();
    EXPECT_EQ(idle.ask(get("/")).status, 200);
    auto working = client();
    working.send(get("/slow"));
    m_slow_began.wait();
    const auto port = m_server->port();
    auto stopped = std::async(std::launch::async, [&] { m_server->stop(5s); });
    EXPECT_TRUE(idle.ends_within(2s)) << "long before the idle time is over";
    EXPECT_EQ(stopped.wait_for(50ms), std::future_status::timeout);
    EXPECT_THROW(RawClient{port}, std::runtime_error) << "nobody new is let in";
    m_slow_may_end.count_down();
    const auto answer = working.read();
    EXPECT_EQ(answer.body, "slow but whole");
    EXPECT_EQ(answer.headers.at("connection"), "close");
    working.close();
    EXPECT_EQ(stopped.wait_for(2s), std::future_status::ready);
}

TEST_F(ServerTest, StoppingDoesNotWaitBeyondItsPatience) {
    auto options = quick();
    options.body_time = 60s;
    start(options);
    auto stalled = client();
    stalled.send(post_head("/upload", mebibyte, multipart) + "--XyZ");
    std::this_thread::sleep_for(100ms);
    const auto began = std::chrono::steady_clock::now();
    m_server->stop(1s);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
    EXPECT_TRUE(stalled.ends_within(1s));
}

TEST_F(ServerTest, AnAddressThatIsTakenIsAFault) {
    start();
    Options options = quick();
    options.port = m_server->port();
    EXPECT_THROW(Server(options, {}, {}, {}), std::runtime_error);
}

} // namespace
} // namespace throughline::http
