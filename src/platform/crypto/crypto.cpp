// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/crypto/crypto.hpp"

#include <sodium.h>

#include <cstring>
#include <span>
#include <stdexcept>

namespace throughline::crypto {
namespace {

const unsigned char* raw(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

/// The first byte of every sealed value; another number will mean another way of sealing.
constexpr char sealed_version = 1;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);
static_assert(crypto_auth_hmacsha256_BYTES == 32);
static_assert(crypto_sign_SEEDBYTES == 32);

} // namespace

void start() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start: no source of random bytes");
}

Random system_random() {
    return [](std::span<std::byte> bytes) { randombytes_buf(bytes.data(), bytes.size()); };
}

std::string random_bytes(std::size_t count, const Random& random) {
    std::string bytes(count, '\0');
    random(std::as_writable_bytes(std::span{bytes.data(), bytes.size()}));
    return bytes;
}

std::string random_letters(std::size_t groups, const Random& random) {
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
    constexpr std::size_t in_a_group = 4;
    std::string text;
    for (std::size_t count = 0; count < groups * in_a_group;) {
        const auto byte = static_cast<unsigned char>(random_bytes(1, random)[0]);
        if (byte >= 256 / letters.size() * letters.size()) continue; // so that no letter is likelier
        if (count != 0 && count % in_a_group == 0) text += '-';
        text += letters[byte % letters.size()];
        ++count;
    }
    return text;
}

std::string hex(std::string_view bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), raw(bytes), bytes.size());
    text.pop_back();
    return text;
}

std::string base64url(std::string_view bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(
        text.data(), text.size(), raw(bytes), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    const int failed = sodium_base642bin(
        raw(bytes),
        bytes.size(),
        text.data(),
        text.size(),
        nullptr,
        &size,
        nullptr,
        sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (failed != 0) return {};
    bytes.resize(size);
    return bytes;
}

std::string sha256(std::string_view bytes) {
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(raw(digest), raw(bytes), bytes.size());
    return digest;
}

Sha256::Sha256() {
    static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(m_state));
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    std::memcpy(m_state.data(), &state, sizeof(state));
}

// The state is copied in and out, about 100 bytes, because bytes of a header's array may not be aligned for
// it.
void Sha256::add(std::string_view bytes) {
    if (m_finished) throw std::logic_error("a finished SHA-256 was added to");
    crypto_hash_sha256_state state;
    std::memcpy(&state, m_state.data(), sizeof(state));
    crypto_hash_sha256_update(&state, raw(bytes), bytes.size());
    std::memcpy(m_state.data(), &state, sizeof(state));
}

std::string Sha256::finish() {
    if (m_finished) throw std::logic_error("a SHA-256 was finished twice");
    m_finished = true;
    crypto_hash_sha256_state state;
    std::memcpy(&state, m_state.data(), sizeof(state));
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&state, raw(digest));
    return digest;
}

bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Key::Key(std::string_view bytes) {
    if (bytes.size() != m_bytes.size()) throw std::logic_error("a key has 32 bytes");
    std::memcpy(m_bytes.data(), bytes.data(), m_bytes.size());
}

Key::~Key() { sodium_memzero(m_bytes.data(), m_bytes.size()); }

Key new_key(const Random& random) {
    std::string bytes = random_bytes(32, random);
    const Key key{bytes};
    wipe(bytes);
    return key;
}

void wipe(std::string& bytes) {
    sodium_memzero(bytes.data(), bytes.size());
    bytes.clear();
}

std::string hmac_sha256(const Key& key, std::string_view bytes) {
    std::string code(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(raw(code), raw(bytes), bytes.size(), raw(key.bytes()));
    return code;
}

std::string seal(const Key& key, std::string_view plain, std::string_view about, const Random& random) {
    std::string sealed(1 + nonce_size + plain.size() + tag_size, '\0');
    sealed[0] = sealed_version;
    random(std::as_writable_bytes(std::span{sealed.data() + 1, nonce_size}));
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        raw(sealed) + 1 + nonce_size,
        nullptr,
        raw(plain),
        plain.size(),
        raw(about),
        about.size(),
        nullptr,
        raw(sealed) + 1,
        raw(key.bytes()));
    return sealed;
}

std::optional<std::string> open(const Key& key, std::string_view sealed, std::string_view about) {
    if (sealed.size() < 1 + nonce_size + tag_size || sealed[0] != sealed_version) return {};
    std::string plain(sealed.size() - 1 - nonce_size - tag_size, '\0');
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        raw(plain),
        nullptr,
        nullptr,
        raw(sealed) + 1 + nonce_size,
        sealed.size() - 1 - nonce_size,
        raw(about),
        about.size(),
        raw(sealed) + 1,
        raw(key.bytes()));
    if (failed != 0) return {};
    return plain;
}

std::string hash_password(std::string_view password) {
    std::string text(crypto_pwhash_argon2id_STRBYTES, '\0');
    const int failed = crypto_pwhash_argon2id_str(
        text.data(),
        password.data(),
        password.size(),
        crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE,
        crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE);
    if (failed != 0)
        throw std::runtime_error("a password could not be hashed: 64 MiB of memory were not to be had");
    text.resize(std::strlen(text.c_str()));
    return text;
}

bool verify_password(std::string_view hash, std::string_view password) {
    if (hash.size() >= crypto_pwhash_argon2id_STRBYTES) return false;
    const std::string text{hash}; // libsodium reads up to the closing zero
    return crypto_pwhash_argon2id_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

Key key_from_passphrase(std::string_view passphrase, std::string_view salt, const Stretching& stretching) {
    if (salt.size() != crypto_pwhash_argon2id_SALTBYTES) throw std::logic_error("a salt has 16 bytes");
    std::string bytes(32, '\0');
    const int failed = crypto_pwhash_argon2id(
        raw(bytes),
        bytes.size(),
        passphrase.data(),
        passphrase.size(),
        raw(salt),
        stretching.passes,
        stretching.memory_bytes,
        crypto_pwhash_argon2id_ALG_ARGON2ID13);
    if (failed != 0)
        throw std::runtime_error("a key could not be drawn from the passphrase: not enough memory");
    const Key key{bytes};
    wipe(bytes);
    return key;
}

std::string SigningKey::public_key() const {
    std::string open_half(crypto_sign_PUBLICKEYBYTES, '\0');
    std::string secret_half(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_seed_keypair(raw(open_half), raw(secret_half), raw(seed.bytes()));
    wipe(secret_half);
    return open_half;
}

std::string SigningKey::sign(std::string_view message) const {
    std::string open_half(crypto_sign_PUBLICKEYBYTES, '\0');
    std::string secret_half(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_seed_keypair(raw(open_half), raw(secret_half), raw(seed.bytes()));
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(raw(signature), nullptr, raw(message), message.size(), raw(secret_half));
    wipe(secret_half);
    return signature;
}

bool verify_signature(std::string_view public_key, std::string_view message, std::string_view signature) {
    if (public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES)
        return false;
    return crypto_sign_verify_detached(raw(signature), raw(message), message.size(), raw(public_key)) == 0;
}

} // namespace throughline::crypto
