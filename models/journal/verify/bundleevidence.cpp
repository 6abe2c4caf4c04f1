// SPDX-License-Identifier: GPL-3.0-or-later
// Documents beside the entries, which name them by their hashes.
#include "models/journal/verify/bundleparts.h"
#include "models/journal/verify/sources.h"

namespace astern::verify {
namespace {

using Kind = Finding::Kind;

constexpr std::string_view kFolder = "evidence/";

} // namespace

void BundleEvidence::name(const Entry &entry)
{
    const std::string digest = entry.at("verdict").at("digest").text();
    if (!digest.empty())
        m_named.insert(digest);
}

void BundleEvidence::check(const Members &members, const Json &manifest, Report &report) const
{
    const auto tampered = [&report](const std::string &where, const char *what) {
        report.add(Kind::Tampered, toQString(where), QString::fromUtf8(what));
    };
    std::set<std::string> listed;
    std::set<std::string> there;
    for (const Json &one : manifest.at("evidence").items()) {
        const std::string hash = one.at("sha256").text();
        listed.insert(hash);
        if (!one.at("present").isTrue())
            report.add(Kind::Incomplete, toQString("evidence/" + hash),
                       QStringLiteral("is named by entries (%1) and was not kept where the bundle was made")
                           .arg(toQString(one.at("what").text())));
        else if (there.insert(hash); members.find("evidence/" + hash) == members.end())
            tampered("evidence/" + hash, "is missing");
    }
    for (auto it = members.lower_bound(std::string(kFolder));
         it != members.end() && it->first.compare(0, kFolder.size(), kFolder) == 0; ++it) {
        const std::string hash = it->first.substr(kFolder.size());
        if (hexOf(viewOf(digestOf(it->second))) != hash || there.count(hash) == 0)
            tampered(it->first, "is not what its name says, or nobody names it");
        else
            ++report.passed;
    }
    for (const std::string &hash : m_named) {
        if (listed.count(hash) == 0)
            report.add(Kind::Incomplete, toQString("evidence/" + hash),
                       QStringLiteral("is named by a verdict, and the bundle says nothing of it"));
    }
}

} // namespace astern::verify
