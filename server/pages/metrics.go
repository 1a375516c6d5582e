package pages

import (
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"hebb/server/guard"
	"hebb/server/reply"
	"hebb/server/version"
	"hebb/server/wire"
)

// gauges are what GET /metrics says, in the form of Prometheus. nil counts nothing.
type gauges struct {
	page     http.Handler
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

// Measure lets the server count what it does, for GET /metrics. Labels are routes, never
// addresses: those hold the keys of runs.
func (s *Server) Measure() {
	r := prometheus.NewRegistry()
	g := &gauges{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "hebb_http_requests_total", Help: "Requests answered, by route and status."}, []string{"route", "code"}),
		seconds:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "hebb_http_request_seconds", Help: "Time to answer, but for sockets.", Buckets: prometheus.ExponentialBuckets(0.001, 4, 8)}, []string{"route"}),
	}
	state := &healthGauges{look: s.look}
	gauge := func(name, help string, read func(h wire.Health) float64) {
		state.list = append(state.list, healthGauge{prometheus.NewDesc(name, help, nil, nil), read})
	}
	gauge("hebb_runs_open", "Runs in memory.", func(h wire.Health) float64 { return float64(h.Runs.Open) })
	gauge("hebb_runs_unkept", "Runs that could not be written down, and are in memory only.", func(h wire.Health) float64 { return float64(h.Runs.Unkept) })
	gauge("hebb_pages", "Pages that watch.", func(h wire.Health) float64 { return float64(h.Pages) })
	if s.files != nil {
		gauge("hebb_disk_free_bytes", "Room on the disk of the data folder.", func(h wire.Health) float64 {
			if h.Disk.Free == nil {
				return -1
			}
			return float64(*h.Disk.Free)
		})
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "hebb_build_info", Help: "1, with the version.", ConstLabels: prometheus.Labels{"version": version.Commit(), "build": version.Build()}})
	info.Set(1)
	r.MustRegister(g.requests, g.seconds, state, info, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	g.page = promhttp.HandlerFor(r, promhttp.HandlerOpts{})
	s.gauges = g
}

// healthGauges are numbers of the server's health, of one look for all of them.
type healthGauges struct {
	look func() wire.Health
	list []healthGauge
}

type healthGauge struct {
	desc *prometheus.Desc
	read func(wire.Health) float64
}

// Describe implements prometheus.Collector.
func (g *healthGauges) Describe(out chan<- *prometheus.Desc) {
	for _, one := range g.list {
		out <- one.desc
	}
}

// Collect implements prometheus.Collector.
func (g *healthGauges) Collect(out chan<- prometheus.Metric) {
	h := g.look()
	for _, one := range g.list {
		out <- prometheus.MustNewConstMetric(one.desc, prometheus.GaugeValue, one.read(h))
	}
}

// count counts an answer.
func (g *gauges) count(r *http.Request, status int, took time.Duration) {
	if g == nil {
		return
	}
	route := "none"
	if c := chi.RouteContext(r.Context()); c != nil && c.RoutePattern() != "" {
		route = c.RoutePattern()
	}
	g.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	if !guard.IsUpgrade(r) {
		g.seconds.WithLabelValues(route).Observe(took.Seconds())
	}
}

// showMetrics answers GET /metrics, where the user wants it.
func (s *Server) showMetrics(w http.ResponseWriter, r *http.Request) error {
	if s.gauges == nil {
		return reply.Refuse(http.StatusNotFound, "This Hebb counts nothing. Start it with -metrics.")
	}
	s.gauges.page.ServeHTTP(w, r)
	return nil
}
