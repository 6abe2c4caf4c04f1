// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/bundleparts.h"
#include "models/journal/verify/sources.h"

namespace astern::verify {
namespace {

using Kind = Finding::Kind;

void tampered(Report &report, const std::string &where, const char *what)
{
    report.add(Kind::Tampered, toQString(where), QString::fromUtf8(what));
}

} // namespace

void BundleOpenings::commit(const Entry &entry)
{
    for (const Json &one : entry.at("pd").items()) {
        const std::string person = entry.at("actor").at("ref").text();
        m_committed[{entry.at("id").text(), std::string(one.key())}] = {
            one.text(), person.empty() ? "unnamed" : person,
            std::uint64_t(entry.at("writer").at("seq").number().value_or(0))};
    }
}

void BundleOpenings::check(const Members &members, const Chain &chain, Report &report)
{
    std::set<Key> said;
    for (auto it = members.lower_bound("openings/"); it != members.end() && it->first.compare(0, 9, "openings/") == 0;
         ++it) {
        JsonDocument document;
        std::string why;
        if (!document.parse(it->second, why)) {
            tampered(report, it->first, "is not canonical");
            continue;
        }
        if (it->first == "openings/withheld.json") {
            for (const Json &one : document.root().at("withheld").items())
                withheld(one, chain, said, report);
            continue;
        }
        const std::string id = document.root().at("entry").text();
        for (const Json &one : document.root().at("openings").items()) {
            const std::string field = one.at("field").text();
            const auto committed = m_committed.find({id, field});
            const auto salt = decodeBase64(one.at("salt").text());
            if (committed == m_committed.end() || !salt || salt->size() != 32 ||
                commitmentOf(*salt, one.at("value").quoted()) != committed->second.code)
                tampered(report, it->first, "is not what was committed to");
            else
                ++report.passed;
            said.insert({id, field});
        }
    }
    for (const auto &[key, committed] : m_committed) {
        if (said.count(key) == 0)
            tampered(report, "openings/withheld.json", "says nothing of an opening that is not there");
    }
}

void BundleOpenings::withheld(const Json &one, const Chain &chain, std::set<Key> &said, Report &report)
{
    const Key key{one.at("entry").text(), one.at("field").text()};
    const auto committed = m_committed.find(key);
    said.insert(key);
    if (committed == m_committed.end())
        return tampered(report, "openings/withheld.json", "names an opening that no entry here commits to");
    const QString where = QStringLiteral("entry %1").arg(committed->second.index);
    const QString field = toQString(key.second);
    if (!one.at("why").is("erased"))
        return report.add(Kind::Incomplete, where,
                          QStringLiteral("the opening of %1 is %2").arg(field, toQString(one.at("why").text())));
    const auto by = m_erased.find(committed->second.person);
    const std::uint64_t *inLog = chain.erasedBy(committed->second.person, committed->second.index);
    if ((by == m_erased.end() || by->second < committed->second.index) && !inLog)
        return report.add(
            Kind::Incomplete, where,
            QStringLiteral("the opening of %1 is said to be erased, and no entry here erased it").arg(field));
    report.erased.append(
        QStringLiteral("%1: %2, erased by entry %3").arg(where, field).arg(inLog ? *inLog : by->second));
}

} // namespace astern::verify
