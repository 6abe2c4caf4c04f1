// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>
#include <QtGlobal>

namespace astern {

// A small generator (SplitMix64; Steele, Lea and Flood 2014) of our own: the standard library's distributions differ
// between implementations, and the same seed must give the same company, and the same made-up rollouts, everywhere.
class Random {
public:
    explicit Random(quint64 seed = 0) : m_state(seed) {}
    // A stream of its own for `key`: what one service, or one run, draws never moves what another one draws.
    static Random stream(quint64 seed, QStringView key);

    quint64 next();
    double uniform(); // [0, 1)
    double between(double low, double high) { return low + (high - low) * uniform(); }
    double normal(); // mean 0, deviation 1
    qint64 poisson(double mean);
    qint64 binomial(qint64 n, double p);

private:
    quint64 m_state;
};

} // namespace astern
