// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/installation.hpp"

#include "app/carried.hpp"
#include "app/facts.hpp"
#include "people/sign_in_keys.hpp"
#include "platform/crypto/crypto.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>

namespace throughline {
namespace {

namespace fs = std::filesystem;

/// Makes the folder for its owner alone; one that is there already stays as it is.
void make_private(const fs::path& folder) {
    if (fs::create_directories(folder)) ::chmod(folder.c_str(), 0700);
}

fs::path prepared(const fs::path& folder, Installation::Create create) {
    if (!fs::exists(folder)) {
        if (create == Installation::Create::no)
            throw std::runtime_error(fmt::format(
                "There is no data folder {}. Make one with `throughline migrate` or `throughline demo`.",
                folder.string()));
        make_private(folder);
    }
    const auto scratch = folder / "tmp";
    make_private(scratch);
    return folder;
}

/// New keys are made for a new installation alone: a ledger that holds entries was chained under keys that
/// must be brought back, not made again.
crypto::KeyFolder
opened_keys(const Where& where, db::Database& database, Installation::Create create, const Random& random) {
    crypto::start();
    const auto entries = database.read([](db::Transaction& tx) {
        return tx.row("SELECT count(*) AS entries FROM ledger")->integer("entries");
    });
    auto keys = create == Installation::Create::yes && entries == 0
                    ? crypto::KeyFolder::open_or_create(where.key_folder(), random)
                    : crypto::KeyFolder::open(where.key_folder());
    if (create == Installation::Create::yes) people::make_sign_in_keys(database, keys, random);
    return keys;
}

/// The database, with the newest schema. Keys come first: a database that was filled under other keys must
/// not be met with fresh ones, so a missing keys folder beside an existing database is a fault, not a reason
/// to make one.
std::unique_ptr<db::Database> opened_database(const Where& where, Installation::Create create) {
    const auto url = where.database_url();
    if (url.starts_with("sqlite:")) {
        const bool exists = fs::exists(url.substr(7));
        if (!exists && create == Installation::Create::no)
            throw std::runtime_error(fmt::format("There is no database at {}.", url.substr(7)));
        if (exists && !fs::exists(where.key_folder()))
            throw std::runtime_error(fmt::format(
                "The keys folder {} is missing. Bring it back with `throughline keys restore FILE`.",
                where.key_folder().string()));
    }
    auto database = db::Database::open(url);
    if (create == Installation::Create::yes)
        db::migrate(*database, carried_migrations(), system_now());
    else if (!db::is_migrated(*database, carried_migrations()))
        throw std::runtime_error("The database is of another release. Run `throughline migrate` first.");
    return database;
}

} // namespace

Installation::Installation(const Where& where, Create create)
    : m_where((prepared(where.data, create), where))
    , m_random(crypto::system_random())
    , m_database(opened_database(where, create))
    , m_keys(opened_keys(where, *m_database, create, m_random))
    , m_ledger(m_keys, where.data / "heads.log")
    , m_statute(carried_statute())
    , m_forms(carried_forms(m_statute))
    , m_templates(carried_templates())
    , m_house{
          *m_database,
          m_keys,
          m_ledger,
          m_statute,
          m_forms,
          m_templates,
          m_random,
          [this] { return system_now() + m_offset; },
          "",
          where.data / "tmp",
          m_program.path(),
          {}} {}

Installation::~Installation() {
    try {
        m_ledger.sign_head(*m_database, system_now());
    } catch (const std::exception& fault) {
        fmt::print(stderr, "The ledger's head could not be signed: {}\n", fault.what());
    }
}

OwnProgram::OwnProgram() : m_descriptor(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC)) {
    if (m_descriptor < 0) throw std::runtime_error("The program cannot open its own file. Is /proc mounted?");
}

OwnProgram::~OwnProgram() { ::close(m_descriptor); }

fs::path OwnProgram::path() const { return fmt::format("/proc/self/fd/{}", m_descriptor); }

std::string Installation::fact(std::string_view name) {
    return m_database->read([&](db::Transaction& tx) { return throughline::fact(tx, name); });
}

void Installation::set_fact(std::string_view name, std::string_view value) {
    m_database->write([&](db::Transaction& tx) { throughline::set_fact(tx, name, value); });
}

FolderLock::FolderLock(const fs::path& folder) {
    make_private(folder);
    const auto file = folder / "serve.lock";
    m_descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (m_descriptor < 0) throw std::runtime_error(fmt::format("Cannot write in {}.", folder.string()));
    if (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(m_descriptor);
        throw std::runtime_error(fmt::format(
            "Another server is already serving {}. Stop it first, or serve another data folder.",
            folder.string()));
    }
}

FolderLock::~FolderLock() { ::close(m_descriptor); }

} // namespace throughline
