// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <functional>
#include <random>

namespace astern::fuzz {

// Makes wrong input out of good input: flips, cuts, repeats, splices, and puts in what readers stumble over. The
// same number makes the same input, on every machine.
class Mutator {
public:
    // `words` are pieces of the grammar: keys, brackets, numbers at the edge of what is allowed.
    Mutator(QList<QByteArray> corpus, QList<QByteArray> words);
    [[nodiscard]] QByteArray make(quint64 number) const;

private:
    using Random = std::mt19937_64;
    void change(QByteArray &bytes, Random &random) const;

    QList<QByteArray> m_corpus;
    QList<QByteArray> m_words;
};

// Feeds `reader` numbers 0, 1, 2… for some seconds (ASTERN_FUZZ_SECONDS, else `seconds`), or the one number of
// ASTERN_FUZZ_NUMBER. Whatever ends the process says which number did it. The reader answers with what is wrong.
// Returns how many inputs there were; 0 after a failure, which has been reported to QtTest.
[[nodiscard]] quint64 run(const Mutator &mutator, const std::function<QByteArray(const QByteArray &input)> &reader,
                          int seconds = 4);

// What readers of YAML stumble over, whatever the file is about.
[[nodiscard]] QList<QByteArray> yamlWords();

[[nodiscard]] QByteArray fileBytes(const char *pathInRepository);

} // namespace astern::fuzz
