// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace astern {

Random Random::stream(quint64 seed, QStringView key)
{
    quint64 hash = 0xcbf29ce484222325ULL ^ seed;
    for (const QChar c : key) {
        hash ^= c.unicode();
        hash *= 0x100000001b3ULL;
    }
    Random mixed(hash);
    return Random(mixed.next());
}

quint64 Random::next()
{
    m_state += 0x9e3779b97f4a7c15ULL;
    quint64 z = m_state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

double Random::uniform() { return double(next() >> 11) * 0x1.0p-53; }

double Random::normal()
{
    const double u = 1.0 - uniform();
    return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * uniform());
}

qint64 Random::poisson(double mean)
{
    if (mean <= 0)
        return 0;
    if (mean > 30)
        return std::max<qint64>(0, qint64(std::llround(mean + std::sqrt(mean) * normal())));
    const double limit = std::exp(-mean);
    double product = uniform();
    qint64 count = 0;
    while (product > limit) {
        ++count;
        product *= uniform();
    }
    return count;
}

qint64 Random::binomial(qint64 n, double p)
{
    if (n <= 0 || p <= 0)
        return 0;
    if (p >= 1)
        return n;
    if (p > 0.5)
        return n - binomial(n, 1 - p);
    const double mean = double(n) * p;
    if (mean > 30) {
        const double drawn = mean + std::sqrt(mean * (1 - p)) * normal();
        return std::clamp<qint64>(qint64(std::llround(drawn)), 0, n);
    }
    // Jumps from one success to the next: the gaps are geometric.
    const double logQ = std::log1p(-p);
    qint64 count = 0;
    double position = 0;
    for (;;) {
        position += std::floor(std::log(1.0 - uniform()) / logQ) + 1;
        if (position > double(n))
            return count;
        ++count;
    }
}

} // namespace astern
