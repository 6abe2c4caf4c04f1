// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace astern::verify {

// One thread a core for work in many equal pieces. Whoever waits for a job works on it, too.
class Workers {
public:
    class Job;
    using Piece = std::function<void(std::size_t)>;

    Workers() = default; // threads are started by the first job that is worth them
    ~Workers();
    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;

    [[nodiscard]] std::shared_ptr<Job> start(std::size_t count, Piece piece);
    static void finish(const std::shared_ptr<Job> &job); // null is finished

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::shared_ptr<Job>> m_jobs;
    bool m_stop = false;
    std::vector<std::thread> m_threads;
};

} // namespace astern::verify
