// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/workers.h"

#include <algorithm>

namespace astern::verify {
namespace {
constexpr std::size_t kChunk = 16; // pieces taken at once
constexpr std::size_t kSmall = 64; // fewer are done by whoever waits for them
} // namespace

class Workers::Job {
public:
    Job(std::size_t count, Piece piece) : m_count(count), m_piece(std::move(piece)) {}

    // Takes pieces until none is left to take.
    void work()
    {
        for (std::size_t from = m_next.fetch_add(kChunk); from < m_count; from = m_next.fetch_add(kChunk)) {
            const std::size_t to = std::min(from + kChunk, m_count);
            for (std::size_t i = from; i < to; ++i)
                m_piece(i);
            const std::lock_guard lock(m_mutex);
            m_done += to - from;
            if (m_done == m_count)
                m_finished.notify_all();
        }
    }
    [[nodiscard]] bool isTaken() const { return m_next.load() >= m_count; }
    void wait()
    {
        std::unique_lock lock(m_mutex);
        m_finished.wait(lock, [this] { return m_done == m_count; });
    }

private:
    std::size_t m_count;
    Piece m_piece;
    std::atomic<std::size_t> m_next{0};
    std::size_t m_done = 0;
    std::mutex m_mutex;
    std::condition_variable m_finished;
};

Workers::~Workers()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
}

std::shared_ptr<Workers::Job> Workers::start(std::size_t count, Piece piece)
{
    if (count == 0)
        return nullptr;
    auto job = std::make_shared<Job>(count, std::move(piece));
    if (count < kSmall)
        return job;
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    while (m_threads.size() < cores)
        m_threads.emplace_back([this] { run(); });
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(job);
    }
    m_wake.notify_all();
    return job;
}

void Workers::finish(const std::shared_ptr<Job> &job)
{
    if (!job)
        return;
    job->work();
    job->wait();
}

void Workers::run()
{
    while (true) {
        std::shared_ptr<Job> job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] {
                while (!m_jobs.empty() && m_jobs.front()->isTaken())
                    m_jobs.pop_front();
                return m_stop || !m_jobs.empty();
            });
            if (m_stop)
                return;
            job = m_jobs.front();
        }
        job->work();
    }
}

} // namespace astern::verify
