// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/bundleparts.h"

#include "models/journal/verify/sources.h"

#include <sodium.h>

#include <algorithm>

namespace astern::verify {
namespace {

constexpr std::size_t kTarBlock = 512;
constexpr std::uint64_t kWidth = 256;

bool allZero(std::string_view bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
}

// A field of octal digits that a zero byte ends.
std::optional<std::uint64_t> octal(std::string_view field)
{
    std::uint64_t value = 0;
    for (const char c : field.substr(0, field.size() - 1)) {
        if (c < '0' || c > '7')
            return std::nullopt;
        value = value << 3 | std::uint64_t(c - '0');
    }
    return field.back() == '\0' ? std::optional(value) : std::nullopt;
}

// The text of a field: what follows its first zero byte must be zeros.
std::optional<std::string> textOf(std::string_view field)
{
    const std::size_t end = std::min(field.find('\0'), field.size());
    if (!allZero(field.substr(end)))
        return std::nullopt;
    return std::string(field.substr(0, end));
}

struct Header {
    std::string name;
    std::size_t size = 0;
};

std::optional<Header> readHeader(std::string_view block)
{
    std::string blank(block);
    blank.replace(148, 8, 8, ' ');
    unsigned sum = 0;
    for (const char c : blank)
        sum += static_cast<unsigned char>(c);
    const auto kept = octal(block.substr(148, 7));
    const auto name = textOf(block.substr(0, 100));
    const auto prefix = textOf(block.substr(345, 155));
    const auto size = octal(block.substr(124, 12));
    const std::string_view owner("0000000\0000000000\0", 16);
    if (kept != sum || block[155] != ' ' || !name || name->empty() || !prefix || !size ||
        block.substr(100, 8) != std::string_view("0000644\0", 8) || block.substr(108, 16) != owner ||
        block.substr(136, 12) != std::string_view("00000000000\0", 12) || block[156] != '0' ||
        block.substr(257, 8) != std::string_view("ustar\00000", 8) || !allZero(block.substr(157, 100)) ||
        !allZero(block.substr(265, 80)) || !allZero(block.substr(500)))
        return std::nullopt;
    return Header{prefix->empty() ? *name : *prefix + "/" + *name, std::size_t(*size)};
}

std::string tileName(const std::string &folder, const std::string &level, std::uint64_t number, std::uint64_t width)
{
    const auto three = [](std::uint64_t n) {
        const std::string digits = std::to_string(n % 1000);
        return std::string(3 - digits.size(), '0') + digits;
    };
    std::string path = three(number);
    for (number /= 1000; number > 0; number /= 1000)
        path = "x" + three(number) + "/" + path;
    path = folder + "tile/" + level + "/" + path;
    return width == kWidth ? path : path + ".p/" + std::to_string(width);
}

} // namespace

std::optional<Members> readTar(std::string_view bytes, std::string &why)
{
    Members members;
    const auto fail = [&](const char *what, std::size_t at) {
        why = std::string(what) + " at byte " + std::to_string(at);
        return std::nullopt;
    };
    if (bytes.size() % kTarBlock != 0)
        return fail("the file does not end with a whole block", bytes.size());
    std::string last;
    std::size_t at = 0;
    for (; at + kTarBlock <= bytes.size() && !allZero(bytes.substr(at, kTarBlock));) {
        const auto header = readHeader(bytes.substr(at, kTarBlock));
        if (!header)
            return fail("no header of the one form", at);
        if (header->name <= last && !members.empty())
            return fail("the members are not in order", at);
        at += kTarBlock;
        const std::size_t padded = (header->size + kTarBlock - 1) / kTarBlock * kTarBlock;
        if (header->size > bytes.size() - at || padded > bytes.size() - at)
            return fail("a member is cut off", at);
        if (!allZero(bytes.substr(at + header->size, padded - header->size)))
            return fail("something stands in the padding", at);
        members.emplace(header->name, bytes.substr(at, header->size));
        last = header->name;
        at += padded;
    }
    if (bytes.size() - at != 2 * kTarBlock || !allZero(bytes.substr(at)))
        return fail("something stands behind the last member, or its end is missing", at);
    return members;
}

std::string commitmentOf(std::string_view salt, std::string_view quoted)
{
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> code{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char *>(salt.data()), salt.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char *>(quoted.data()), quoted.size());
    crypto_auth_hmacsha256_final(&state, code.data());
    return "hmac-sha256:" + hexOf({reinterpret_cast<const char *>(code.data()), code.size()});
}

Rebuilt rebuild(const Members &members, const std::string &folder, std::uint64_t size, Chain &chain,
                const std::string &payloadType, const std::function<void(const Entry &)> &onEntry, Report &report)
{
    Rebuilt rebuilt;
    std::map<std::string, std::string> tiles; // what the entries give
    std::size_t used = 1;                     // the checkpoint
    const auto onNode = [&](int level, std::uint64_t, const Digest &digest) {
        if (level % 8 == 0)
            tiles[std::to_string(level / 8)] += viewOf(digest);
    };
    Entry entry;
    for (std::uint64_t number = 0; number * kWidth < size; ++number) {
        const std::uint64_t width = std::min(kWidth, size - number * kWidth);
        const std::string name = tileName(folder, "entries", number, width);
        const auto found = members.find(name);
        if (found == members.end()) {
            report.add(Finding::Kind::Tampered, toQString(name), QStringLiteral("is missing"));
            return rebuilt;
        }
        ++used;
        std::string_view rest = found->second;
        for (std::uint64_t i = 0; i < width; ++i) {
            const std::size_t length = rest.size() < 2 ? rest.size()
                                                       : std::size_t(static_cast<unsigned char>(rest[0])) << 8 |
                                                             static_cast<unsigned char>(rest[1]);
            if (rest.size() < 2 || rest.size() - 2 < length) {
                report.add(Finding::Kind::Tampered, toQString(name), QStringLiteral("does not hold its entries"));
                return rebuilt;
            }
            entry.read(rest.substr(2, length), payloadType);
            rest.remove_prefix(2 + length);
            const QString where = QStringLiteral("entry %1").arg(chain.size());
            Chain::Verdict verdict = chain.next(entry);
            if (verdict.key && !entry.isSignedBy(verdict.key->bytes, payloadType))
                verdict.wrong.emplace_back("the signature does not belong to these bytes");
            for (const std::string &what : verdict.wrong)
                report.add(Finding::Kind::Tampered, where, toQString(what));
            report.passed += verdict.wrong.empty() ? 1 : 0;
            tiles["0"] += viewOf(entry.hash);
            rebuilt.tree.add(entry.hash, onNode);
            rebuilt.leaves.push_back(entry.hash);
            onEntry(entry);
        }
        if (!rest.empty())
            report.add(Finding::Kind::Tampered, toQString(name), QStringLiteral("holds more than its entries"));
    }
    for (const auto &[level, hashes] : tiles) {
        for (std::uint64_t number = 0; number * kWidth * 32 < hashes.size(); ++number) {
            const std::string_view row = std::string_view(hashes).substr(number * kWidth * 32, kWidth * 32);
            const auto found = members.find(tileName(folder, level, number, row.size() / 32));
            if (found == members.end() || found->second != row)
                report.add(Finding::Kind::Tampered, toQString(tileName(folder, level, number, row.size() / 32)),
                           QStringLiteral("is not what the entries give"));
            else
                ++report.passed;
            ++used;
        }
    }
    std::size_t there = 0;
    for (auto it = members.lower_bound(folder); it != members.end() && it->first.substr(0, folder.size()) == folder;
         ++it)
        ++there;
    if (there != used)
        report.add(Finding::Kind::Tampered, toQString(folder), QStringLiteral("holds files that the log has not"));
    return rebuilt;
}

} // namespace astern::verify
