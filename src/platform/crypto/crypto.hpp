// SPDX-License-Identifier: GPL-3.0-or-later
// The few cryptographic operations the house needs, all from libsodium.
#pragma once

#include "platform/base/identifier.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace throughline::crypto {

/// Must be called once before anything else; calling it again is harmless. Throws if libsodium cannot start.
void start();

/// Random bytes from the operating system, in the form the rest of the house takes.
Random system_random();
std::string random_bytes(std::size_t count, const Random& random);

/// Small letters and digits that nobody mistakes for one another (31 of them, 4.95 bits each), in groups of
/// four: `kq7m-2xfd`. For what people read and type.
std::string random_letters(std::size_t groups, const Random& random);

std::string hex(std::string_view bytes);
/// URL-safe base64 without padding.
std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

std::string sha256(std::string_view bytes); ///< 32 bytes
class Sha256 {
public:
    Sha256();
    void add(std::string_view bytes);
    std::string finish(); ///< 32 bytes; a second call, or an `add` after it, throws std::logic_error

private:
    std::array<unsigned char, 128>
        m_state{}; ///< holds libsodium's state, whose type stays out of this header
    bool m_finished{};
};

/// Compares in a time that depends on the length alone.
bool same(std::string_view a, std::string_view b);

/// A secret of 32 bytes, wiped when it goes.
class Key {
public:
    explicit Key(std::string_view bytes); ///< throws std::logic_error unless 32 bytes
    Key(const Key&) = default;
    Key(Key&&) = default;
    Key& operator=(const Key&) = default;
    Key& operator=(Key&&) = default;
    ~Key();
    std::string_view bytes() const { return {reinterpret_cast<const char*>(m_bytes.data()), m_bytes.size()}; }

private:
    std::array<unsigned char, 32> m_bytes{};
};

Key new_key(const Random& random);

/// Overwrites the bytes and empties the string: for secrets that had to stand in a string for a moment.
void wipe(std::string& bytes);

std::string hmac_sha256(const Key& key, std::string_view bytes); ///< 32 bytes

/// Authenticated encryption (XChaCha20-Poly1305). `about` says what the sealed text is and where it belongs
/// (case, table, row, column): a sealed value moved elsewhere does not open.
constexpr std::int64_t sealing_adds = 1 + 24 + 16; ///< bytes: version, nonce, tag
std::string seal(const Key& key, std::string_view plain, std::string_view about, const Random& random);
/// Nothing when the value was altered, moved, or sealed under another key.
std::optional<std::string> open(const Key& key, std::string_view sealed, std::string_view about);

/// Argon2id in libsodium's own text form, with its INTERACTIVE figures: 2 passes over 64 MiB.
std::string hash_password(std::string_view password);
bool verify_password(std::string_view hash, std::string_view password);

/// How much work drawing a key from a passphrase is. The defaults are libsodium's MODERATE figures.
struct Stretching {
    unsigned long long passes{3};
    std::size_t memory_bytes{256ULL << 20};
};
/// Argon2id. `salt`: 16 random bytes, kept beside what was sealed.
Key key_from_passphrase(
    std::string_view passphrase, std::string_view salt, const Stretching& stretching = {});

/// Ed25519.
struct SigningKey {
    Key seed;
    std::string public_key() const;                   ///< 32 bytes
    std::string sign(std::string_view message) const; ///< 64 bytes
};
bool verify_signature(std::string_view public_key, std::string_view message, std::string_view signature);

} // namespace throughline::crypto
