// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/mutator.h"
#include "tests/support/places.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QTest>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <unistd.h>

extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace astern::fuzz {
namespace {

constexpr qsizetype kLargest = 256 * 1024;

std::atomic<quint64> g_number = 0;

// Only what a signal handler may do.
void sayNumber()
{
    char text[64];
    int size = 0;
    for (const char c : "ASTERN_FUZZ_NUMBER=")
        text[size++] = c == '\0' ? ' ' : c;
    char digits[24];
    int count = 0;
    quint64 rest = g_number;
    do {
        digits[count++] = char('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    while (count > 0)
        text[size++] = digits[--count];
    text[size++] = '\n';
    (void)!::write(STDERR_FILENO, text, size_t(size));
}

void onSignal(int number)
{
    sayNumber();
    std::signal(number, SIG_DFL);
    std::raise(number);
}

qsizetype at(std::mt19937_64 &random, qsizetype size) { return size <= 0 ? 0 : qsizetype(random() % quint64(size)); }

} // namespace

Mutator::Mutator(QList<QByteArray> corpus, QList<QByteArray> words)
    : m_corpus(std::move(corpus)), m_words(std::move(words))
{
    for (const QByteArray &one : std::as_const(m_corpus)) {
        if (one.isEmpty())
            qFatal("the corpus has an empty input");
    }
}

QByteArray Mutator::make(quint64 number) const
{
    Random random(number);
    QByteArray bytes = m_corpus.at(at(random, m_corpus.size()));
    const int changes = 1 + int(random() % 6);
    for (int i = 0; i < changes; ++i)
        change(bytes, random);
    return bytes.left(kLargest);
}

void Mutator::change(QByteArray &bytes, Random &random) const
{
    const qsizetype from = at(random, bytes.size());
    const qsizetype length = 1 + at(random, std::min<qsizetype>(bytes.size() - from, random() % 8 == 0 ? 4096 : 24));
    switch (random() % 10) {
    case 0:
        if (!bytes.isEmpty())
            bytes[from] = char(bytes.at(from) ^ (1 << (random() % 8)));
        break;
    case 1:
        if (!bytes.isEmpty())
            bytes[from] = char(random());
        break;
    case 2:
        bytes.remove(from, length);
        break;
    case 3:
        bytes.truncate(from);
        break;
    case 4:
        bytes.insert(from, bytes.mid(at(random, bytes.size()), length));
        break;
    case 5: {
        const QByteArray &other = m_corpus.at(at(random, m_corpus.size()));
        bytes = bytes.left(from) + other.mid(at(random, other.size()));
        break;
    }
    case 6: // many of one thing: depth, length
        bytes.insert(from, m_words.at(at(random, m_words.size())).repeated(qsizetype(random() % 2000)));
        break;
    case 7: // a value exchanged for another
        bytes.replace(from, length, m_words.at(at(random, m_words.size())));
        break;
    default:
        bytes.insert(from, m_words.at(at(random, m_words.size())));
        break;
    }
}

quint64 run(const Mutator &mutator, const std::function<QByteArray(const QByteArray &)> &reader, int seconds)
{
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTERM})
        std::signal(signal, onSignal);
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(sayNumber);
    const auto feed = [&](quint64 number) {
        g_number = number;
        const QByteArray input = mutator.make(number);
        const QByteArray wrong = reader(input);
        if (wrong.isEmpty())
            return true;
        const QByteArray text =
            "ASTERN_FUZZ_NUMBER=" + QByteArray::number(number) + ": " + wrong + "\n" + input.left(2000);
        QTest::qFail(text.constData(), __FILE__, __LINE__);
        return false;
    };
    if (qEnvironmentVariableIsSet("ASTERN_FUZZ_NUMBER"))
        return feed(qEnvironmentVariable("ASTERN_FUZZ_NUMBER").toULongLong()) ? 1 : 0;
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("ASTERN_FUZZ_SECONDS", &given);
    const QDeadlineTimer deadline((given ? wanted : seconds) * 1000);
    quint64 number = 0;
    // Not less than this, however slow the machine: what a quick one finds, a slow one finds too.
    while (number < 200 || !deadline.hasExpired()) {
        if (!feed(number++))
            return 0;
    }
    return number;
}

QList<QByteArray> yamlWords()
{
    return {"&a ",
            "*a",
            "<<: *a",
            "- ",
            ": ",
            ":",
            "\n",
            "\n  ",
            "\n    ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "|\n",
            ">-\n",
            "# ",
            "!!binary ",
            "!!python/object ",
            "---\n",
            "...\n",
            "? ",
            "\t",
            "\r",
            "~",
            "null",
            "true",
            "1e999",
            "-1",
            "{a: ",
            "[a, ",
            "%YAML 9.9\n",
            "\xff",
            "\xef\xbb\xbf",
            QByteArray("\0", 1)};
}

QByteArray fileBytes(const char *pathInRepository)
{
    QFile file(test::sourcePath(pathInRepository));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no %s", pathInRepository);
    return file.readAll();
}

} // namespace astern::fuzz
