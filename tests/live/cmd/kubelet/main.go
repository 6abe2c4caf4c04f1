// SPDX-License-Identifier: GPL-3.0-or-later

// kubelet stands for the scheduler and the nodes: it binds every pending pod to one node that
// does not exist and reports it as running. The controllers above cannot tell the difference,
// and no container runtime is needed.
//
// The image tag says how a pod behaves:
//
//	:broken…   runs, its container crashes again and again, never ready
//	:missing…  its image cannot be pulled, stays pending
//	:slow…     ready after -slow
//	any other  ready after -delay
package main

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"log"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

const nodeName = "node-1"

type kubelet struct {
	client      kubernetes.Interface
	delay, slow time.Duration

	// Updates of one pod arrive faster than its requests are answered; one worker per pod keeps
	// them in order and lets a slow pod hold up nobody else.
	mu   sync.Mutex
	busy map[types.UID]bool
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "path of the kubeconfig")
	delay := flag.Duration("delay", 300*time.Millisecond, "time from bound to ready, and from deleted to gone")
	slow := flag.Duration("slow", 8*time.Second, "time from bound to ready of an image tagged :slow")
	flag.Parse()

	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		log.Fatal(err)
	}
	config.QPS, config.Burst = 200, 400
	k := &kubelet{client: kubernetes.NewForConfigOrDie(config), delay: *delay, slow: *slow, busy: map[types.UID]bool{}}

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := k.registerNode(ctx); err != nil {
		log.Fatal(err)
	}

	// A change that arrives just as the worker of its pod leaves is seen at the next resync.
	factory := informers.NewSharedInformerFactory(k.client, 2*time.Second)
	pods := factory.Core().V1().Pods()
	lister := pods.Lister()
	handle := func(obj any) {
		pod, ok := obj.(*corev1.Pod)
		if !ok || !k.take(pod.UID) {
			return
		}
		go func() {
			defer k.release(pod.UID)
			for {
				current, err := lister.Pods(pod.Namespace).Get(pod.Name)
				if err != nil || current.UID != pod.UID || ctx.Err() != nil {
					return
				}
				again, err := k.step(ctx, current)
				if err != nil && !apierrors.IsNotFound(err) && !apierrors.IsConflict(err) && ctx.Err() == nil {
					log.Printf("%s/%s: %v", pod.Namespace, pod.Name, err)
				}
				if !again && err == nil {
					return
				}
				// The cache needs a moment to show what was just written.
				time.Sleep(50 * time.Millisecond)
			}
		}()
	}
	_, err = pods.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    handle,
		UpdateFunc: func(_, obj any) { handle(obj) },
	})
	if err != nil {
		log.Fatal(err)
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	log.Print("ready")
	<-ctx.Done()
}

func (k *kubelet) take(id types.UID) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.busy[id] {
		return false
	}
	k.busy[id] = true
	return true
}

func (k *kubelet) release(id types.UID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.busy, id)
}

func (k *kubelet) registerNode(ctx context.Context) error {
	node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: nodeName}}
	node, err := k.client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	if err != nil {
		return err
	}
	node.Status.Conditions = []corev1.NodeCondition{{
		Type: corev1.NodeReady, Status: corev1.ConditionTrue, Reason: "KubeletReady",
		LastHeartbeatTime: metav1.Now(), LastTransitionTime: metav1.Now(),
	}}
	_, err = k.client.CoreV1().Nodes().UpdateStatus(ctx, node, metav1.UpdateOptions{})
	return err
}

// step takes a pod one step further and says whether there is another one to take.
func (k *kubelet) step(ctx context.Context, pod *corev1.Pod) (again bool, err error) {
	pods := k.client.CoreV1().Pods(pod.Namespace)
	if pod.DeletionTimestamp != nil {
		time.Sleep(k.delay)
		now := int64(0)
		return false, pods.Delete(ctx, pod.Name, metav1.DeleteOptions{
			GracePeriodSeconds: &now, Preconditions: &metav1.Preconditions{UID: &pod.UID}})
	}
	if pod.Spec.NodeName == "" {
		return true, pods.Bind(ctx, &corev1.Binding{
			ObjectMeta: metav1.ObjectMeta{Namespace: pod.Namespace, Name: pod.Name, UID: pod.UID},
			Target:     corev1.ObjectReference{Kind: "Node", Name: nodeName},
		}, metav1.CreateOptions{})
	}
	status := k.wanted(pod)
	if pod.Status.Phase == status.Phase && len(pod.Status.ContainerStatuses) > 0 {
		return false, nil
	}
	wait := k.delay
	if tagged(pod, "slow") {
		wait = k.slow
	}
	time.Sleep(wait)
	next := pod.DeepCopy()
	next.Status = status
	_, err = pods.UpdateStatus(ctx, next, metav1.UpdateOptions{})
	return err != nil, err
}

func (k *kubelet) wanted(pod *corev1.Pod) corev1.PodStatus {
	now := metav1.Now()
	phase, ready := corev1.PodRunning, corev1.ConditionTrue
	state := corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: now}}
	switch {
	case tagged(pod, "missing"):
		phase, ready = corev1.PodPending, corev1.ConditionFalse
		state = waiting("ImagePullBackOff", "Back-off pulling image")
	case tagged(pod, "broken"):
		ready = corev1.ConditionFalse
		state = waiting("CrashLoopBackOff", "back-off restarting failed container")
	}
	status := corev1.PodStatus{Phase: phase, StartTime: &now, HostIP: "127.0.0.1"}
	for _, c := range pod.Spec.Containers {
		started := ready == corev1.ConditionTrue
		status.ContainerStatuses = append(status.ContainerStatuses, corev1.ContainerStatus{
			Name: c.Name, Image: c.Image, ImageID: fmt.Sprintf("%s@sha256:%x", repository(c.Image), sha256.Sum256([]byte(c.Image))),
			Ready: started, Started: &started, State: state,
		})
	}
	for _, t := range []corev1.PodConditionType{corev1.PodScheduled, corev1.PodInitialized, corev1.ContainersReady, corev1.PodReady} {
		value := ready
		if t == corev1.PodScheduled || t == corev1.PodInitialized {
			value = corev1.ConditionTrue
		}
		status.Conditions = append(status.Conditions, corev1.PodCondition{Type: t, Status: value, LastTransitionTime: now})
	}
	return status
}

func waiting(reason, message string) corev1.ContainerState {
	return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}
}

func tagged(pod *corev1.Pod, tag string) bool {
	for _, c := range pod.Spec.Containers {
		if strings.HasPrefix(strings.TrimPrefix(c.Image, repository(c.Image)), ":"+tag) {
			return true
		}
	}
	return false
}

func repository(image string) string {
	if i := strings.LastIndex(image, ":"); i > strings.LastIndex(image, "/") {
		return image[:i]
	}
	return image
}
