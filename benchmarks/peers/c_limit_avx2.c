/* The limit: the engine's own draws and tables, summed as fast as we know how on AVX2.

   Four iterations a vector. A line is drawn in three passes over a tile that stays in cache: uniforms
   (Philox4x32-10, Salmon et al. 2011), the piece of each in the law's table, and the piece's polynomial. A piece is
   one cache line, so four of them are loaded whole and transposed, where eight gathers cost several times as much. */

#include <immintrin.h>
#include <stdint.h>

#define TILE 1024

typedef __m256i Integers;
typedef __m256d Doubles;

static inline Integers same(uint64_t x) { return _mm256_set1_epi64x((long long)x); }
static inline Integers high(Integers x) { return _mm256_srli_epi64(x, 32); }
static inline Integers xor2(Integers a, Integers b) { return _mm256_xor_si256(a, b); }
static inline Integers xor3(Integers a, Integers b, Integers c) { return xor2(a, xor2(b, c)); }
/* The multiply reads the lower 32 bits of each lane, whatever stands above them: no masks are needed. */
static inline Integers times_0(Integers x) { return _mm256_mul_epu32(same(0xD2511F53), x); }
static inline Integers times_1(Integers x) { return _mm256_mul_epu32(same(0xCD9E8D57), x); }
static inline Integers choose(Integers a, Integers b, Doubles where) {
    return _mm256_castpd_si256(_mm256_blendv_pd(_mm256_castsi256_pd(a), _mm256_castsi256_pd(b), where));
}

/* Two words of 32 bits, whatever stands above them, as an odd multiple of 2^-53. */
static inline Doubles open_unit(Integers low, Integers upper) {
    Integers bits = _mm256_blend_epi32(low, _mm256_slli_epi64(upper, 32), 0xAA);
    Integers mantissa = _mm256_or_si256(_mm256_srli_epi64(bits, 12), same(0x3FF0000000000000));
    return _mm256_sub_pd(_mm256_castsi256_pd(mantissa), _mm256_set1_pd(1.0 - 0x1p-53));
}

/* Philox's keys, and of its first three rounds what all iterations of a tile share: only the counter's lowest word
   differs, so some words become constants. */
typedef struct {
    Integers key0[10], key1[10];
    Integers first2, second0, second2, third2;
} Stream;

static void set_keys(Stream *s, uint64_t seed) {
    for (uint32_t r = 0; r < 10; r++) {
        s->key0[r] = same((uint32_t)seed + r * 0x9E3779B9u);
        s->key1[r] = same((uint32_t)(seed >> 32) + r * 0xBB67AE85u);
    }
}

static void set_stream(Stream *s, uint64_t stream, uint64_t first) {
    Integers p = times_1(same(stream));
    Integers q = times_0(xor3(high(p), same(first >> 33), s->key0[0]));
    s->first2 = xor2(same(stream >> 32), s->key1[0]);
    s->second0 = xor2(p, s->key0[1]);
    s->second2 = xor2(high(q), s->key1[1]);
    s->third2 = xor2(q, s->key1[2]);
}

/* The state of eight iterations, four counters, after three rounds and after all ten. */
typedef struct { Integers c0, c1, c2, c3; } State;

static inline State three_rounds(const Stream *s, Integers pair) {
    Integers p = times_0(pair), q = times_1(xor2(high(p), s->first2));
    Integers a = times_0(xor2(high(q), s->second0)), b = times_1(xor2(p, s->second2));
    return (State){xor3(high(b), q, s->key0[2]), b, xor2(high(a), s->third2), a};
}

static inline State one_round(State x, Integers key0, Integers key1) {
    Integers a = times_0(x.c0), b = times_1(x.c2);
    return (State){xor3(high(b), x.c1, key0), b, xor3(high(a), x.c3, key1), a};
}

/* Uniforms of TILE iterations from `first`, a multiple of TILE, on; four states at once hide the latency of the
   multiply. */
static void fill_uniforms(const Stream *s, uint64_t first, double *restrict out) {
    /* pairs 0, 2, 1, 3: unpacking even and odd iterations then leaves them in order */
    Integers pair = _mm256_add_epi64(same(first >> 1), _mm256_setr_epi64x(0, 2, 1, 3));
    for (int i = 0; i < TILE; i += 32) {
        State x[4];
        for (int j = 0; j < 4; j++) {
            x[j] = three_rounds(s, pair);
            pair = _mm256_add_epi64(pair, same(4));
        }
#pragma GCC unroll 7
        for (int r = 3; r < 10; r++)
            for (int j = 0; j < 4; j++) x[j] = one_round(x[j], s->key0[r], s->key1[r]);
        for (int j = 0; j < 4; j++) {
            Doubles even = open_unit(x[j].c0, x[j].c1), odd = open_unit(x[j].c2, x[j].c3);
            _mm256_storeu_pd(out + i + 8 * j, _mm256_unpacklo_pd(even, odd));
            _mm256_storeu_pd(out + i + 8 * j + 4, _mm256_unpackhi_pd(even, odd));
        }
    }
}

/* The tables, as `engine.compiled.quantiles.Tables` lays them out. */
typedef struct {
    const double *bounds;   /* (segment, 3) */
    const int64_t *ladders; /* (segment, 4) */
    const double *pieces;   /* (piece, 8) */
} Tables;

/* A segment's numbers in every lane. */
typedef struct {
    Doubles start, stop, scale;
    Integers near_first, near_depth, far_first, far_depth;
} Segment;

static inline Segment segment_of(const Tables *tables, int64_t k) {
    const double *b = tables->bounds + 3 * k;
    const int64_t *l = tables->ladders + 4 * k;
    return (Segment){_mm256_set1_pd(b[0]), _mm256_set1_pd(b[1]), _mm256_set1_pd(b[2]),
                     same(l[0]), same(l[1]), same(l[2]), same(l[3])};
}

static inline Segment choose_segment(Segment a, Segment b, Doubles where) {
    return (Segment){_mm256_blendv_pd(a.start, b.start, where), _mm256_blendv_pd(a.stop, b.stop, where),
                     _mm256_blendv_pd(a.scale, b.scale, where), choose(a.near_first, b.near_first, where),
                     choose(a.near_depth, b.near_depth, where), choose(a.far_first, b.far_first, where),
                     choose(a.far_depth, b.far_depth, where)};
}

/* Of each u the argument in its segment, and the piece. `count` is a constant where this is inlined. */
static inline void locate(const Tables *tables, int64_t first, int64_t count, double *restrict u,
                          int64_t *restrict piece) {
    const Segment lowest = segment_of(tables, first);
    for (int i = 0; i < TILE; i += 4) {
        Doubles x = _mm256_loadu_pd(u + i);
        Segment s = lowest;
        for (int64_t k = first + 1; k < first + count; k++) {
            const Segment next = segment_of(tables, k);
            s = choose_segment(s, next, _mm256_cmp_pd(x, next.start, _CMP_GT_OQ));
        }
        Doubles near = _mm256_sub_pd(x, s.start), far = _mm256_sub_pd(s.stop, x);
        Doubles is_far = _mm256_cmp_pd(near, far, _CMP_GT_OQ);
        Doubles t = _mm256_mul_pd(_mm256_min_pd(near, far), s.scale);
        t = _mm256_min_pd(t, _mm256_set1_pd(0.5));
        Integers rung = _mm256_sub_epi64(same(0x3FE0000000000000), _mm256_castpd_si256(t));
        rung = _mm256_min_epi32(_mm256_srli_epi64(rung, 49), choose(s.near_depth, s.far_depth, is_far));
        Integers found = _mm256_add_epi64(rung, choose(s.near_first, s.far_first, is_far));
        _mm256_storeu_pd(u + i, t);
        _mm256_storeu_si256((Integers *)(piece + i), found);
    }
}

/* Four rows of four doubles, from `at` on, transposed. */
static inline void transpose(const double *const row[4], int at, Doubles out[4]) {
    Doubles r0 = _mm256_loadu_pd(row[0] + at), r1 = _mm256_loadu_pd(row[1] + at);
    Doubles r2 = _mm256_loadu_pd(row[2] + at), r3 = _mm256_loadu_pd(row[3] + at);
    Doubles a = _mm256_unpacklo_pd(r0, r1), b = _mm256_unpackhi_pd(r0, r1);
    Doubles c = _mm256_unpacklo_pd(r2, r3), d = _mm256_unpackhi_pd(r2, r3);
    out[0] = _mm256_permute2f128_pd(a, c, 0x20), out[1] = _mm256_permute2f128_pd(b, d, 0x20);
    out[2] = _mm256_permute2f128_pd(a, c, 0x31), out[3] = _mm256_permute2f128_pd(b, d, 0x31);
}

/* The polynomials of four pieces, each at its t: the centre, then seven coefficients in t - centre. */
static inline Doubles polynomial(const double *pieces, const int64_t *piece, Doubles t) {
    const double *const row[4] = {pieces + 8 * piece[0], pieces + 8 * piece[1], pieces + 8 * piece[2],
                                  pieces + 8 * piece[3]};
    Doubles low[4], rest[4];
    transpose(row, 0, low), transpose(row, 4, rest);
    Doubles d = _mm256_sub_pd(t, low[0]);
    Doubles x = _mm256_fmadd_pd(d, rest[3], rest[2]);
    x = _mm256_fmadd_pd(d, x, rest[1]), x = _mm256_fmadd_pd(d, x, rest[0]);
    x = _mm256_fmadd_pd(d, x, low[3]), x = _mm256_fmadd_pd(d, x, low[2]);
    return _mm256_fmadd_pd(d, x, low[1]);
}

/* Write to out[iteration - first] the sum of all lines in iterations first, a multiple of TILE, to stop. */
void sum_of_lines(const uint64_t *streams, const int64_t *laws, int64_t lines, const double *bounds,
                  const int64_t *ladders, const double *pieces, uint64_t seed, uint64_t first, uint64_t stop,
                  double *restrict out) {
    const Tables tables = {bounds, ladders, pieces};
    double u[TILE], sum[TILE];
    int64_t piece[TILE];
    Stream stream;
    set_keys(&stream, seed);
    for (uint64_t begin = first; begin < stop; begin += TILE) {
        for (int i = 0; i < TILE; i++) sum[i] = 0.0;
        for (int64_t k = 0; k < lines; k++) {
            int64_t segment = laws[2 * k], count = laws[2 * k + 1];
            set_stream(&stream, streams[k], begin);
            fill_uniforms(&stream, begin, u);
            if (count == 1) locate(&tables, segment, 1, u, piece);
            else if (count == 2) locate(&tables, segment, 2, u, piece);
            else locate(&tables, segment, count, u, piece);
            for (int i = 0; i < TILE; i += 4) {
                Doubles x = polynomial(pieces, piece + i, _mm256_loadu_pd(u + i));
                _mm256_storeu_pd(sum + i, _mm256_add_pd(_mm256_loadu_pd(sum + i), x));
            }
        }
        for (uint64_t i = 0; i < TILE && begin + i < stop; i++) out[begin - first + i] = sum[i];
    }
}
