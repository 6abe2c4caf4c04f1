// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/section.h"
#include "models/policy/words.h"

// The parts of the reader (reader.h): how one map of a policy is read, value by value.
namespace astern::policy {

// From YAML's plain numbers to a double: what is allowed, both ends included unless said otherwise.
struct Bounds {
    double least = 0;
    double most = 1;
    bool above = false; // the least itself is refused
    bool under = false; // the most itself is refused
};

// A map of a policy. Texts are texts (a bare number or true is refused), numbers are finite, ratios have their unit.
class Fields : public Section {
public:
    using Section::Section;

    [[nodiscard]] SourcePosition place(const char *key); // of its value, or where a missing key is shown
    [[nodiscard]] bool has(const char *key) { return take(key) != nullptr; }
    bool need(const char *key) { return require(key) != nullptr; } // false: absent, and reported

    [[nodiscard]] QString words(const char *key, const QString &otherwise = {}); // text that is not empty
    [[nodiscard]] QString id(const char *key);
    [[nodiscard]] QStringList wordList(const char *key); // at least one, each once
    [[nodiscard]] QStringList idList(const char *key);
    [[nodiscard]] qint64 integer(const char *key, qint64 otherwise, qint64 least, qint64 most = 1'000'000'000'000);
    [[nodiscard]] double real(const char *key, double otherwise, const Bounds &bounds);
    [[nodiscard]] double ratio(const char *key, double otherwise, const Bounds &bounds = {});
    [[nodiscard]] qint64 span(const char *key, qint64 otherwise, qint64 least = 0); // a duration, at most 400 days

    template <class E>
    [[nodiscard]] E word(const char *key, E otherwise)
    {
        const qsizetype found = wordIndex(key, Words<E>::kAll.data(), Words<E>::kAll.size());
        return found < 0 ? otherwise : E(found);
    }
    template <class E>
    [[nodiscard]] QList<E> wordsOf(const char *key)
    {
        QList<E> values;
        for (const qsizetype found : wordIndexes(key, Words<E>::kAll.data(), Words<E>::kAll.size()))
            values.append(E(found));
        return values;
    }

    // A number in a list.
    [[nodiscard]] std::optional<double> item(const YamlNode &node, const QString &listName, const Bounds &bounds);

    // An error or a warning about the value of a key.
    void refuse(const char *key, const char *code, const QString &message, const QString &allowed,
                const QString &nearest = {});
    void warn(const char *key, const char *code, const QString &message, const QString &allowed = {});
    // Two values that cannot both be meant: shown at the one that comes later in the file.
    void conflict(const char *first, const char *second, const QString &message, const QString &allowed);

private:
    [[nodiscard]] qsizetype wordIndex(const char *key, const char *const *all, size_t count);
    [[nodiscard]] QList<qsizetype> wordIndexes(const char *key, const char *const *all, size_t count);
    [[nodiscard]] std::optional<double> number(const YamlNode &node, const QString &name, const QString &allowed);
    [[nodiscard]] bool within(const YamlNode &node, const QString &name, double value, const Bounds &bounds,
                              bool ratio);
};

[[nodiscard]] bool isPolicyId(const QString &text); // ^[a-z][a-z0-9-]{0,62}$
[[nodiscard]] QString policyIdForm();
[[nodiscard]] QString percentText(double ratio); // "0.1%" of 0.001, as the format writes it
[[nodiscard]] QString quoted(QString text);      // short, on one line, in quotes
// A plain scalar of YAML's core schema that is a number, finite or not.
[[nodiscard]] bool isYamlNumber(const YamlNode &node);
// True when the node is a text for every reader of YAML; else an error that shows it in quotes.
bool checkText(ReadingContext &context, const YamlNode &node, const QString &name);

} // namespace astern::policy
