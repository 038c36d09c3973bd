/* W1 in plain C: the same keyed draws and the same tables as the engine's, with all that is general left out. */
#include <stdint.h>
#include <string.h>

enum { TILE = 256 };

static void uniforms(uint64_t seed, uint64_t stream, uint64_t first, double *restrict out) {
    const uint64_t low = 0xFFFFFFFF;
    for (int k = 0; k < TILE / 2; k++) {
        uint64_t pair = (first >> 1) + k;
        uint64_t a = pair & low, b = pair >> 32, c = stream & low, d = stream >> 32;
        uint64_t k0 = seed & low, k1 = seed >> 32;
        for (int round = 0; round < 10; round++) {
            uint64_t p = 0xD2511F53u * a, q = 0xCD9E8D57u * c;
            a = (q >> 32) ^ b ^ k0;
            b = q & low;
            c = (p >> 32) ^ d ^ k1;
            d = p & low;
            k0 = (k0 + 0x9E3779B9u) & low;
            k1 = (k1 + 0xBB67AE85u) & low;
        }
        uint64_t one = 0x3FF0000000000000u | (((b << 32) | a) >> 12);
        uint64_t two = 0x3FF0000000000000u | (((d << 32) | c) >> 12);
        double x, y;
        memcpy(&x, &one, 8);
        memcpy(&y, &two, 8);
        out[2 * k] = x - (1.0 - 0x1p-53);
        out[2 * k + 1] = y - (1.0 - 0x1p-53);
    }
}

static void add_quantiles(const double *restrict bounds, const int64_t *restrict ladders,
                          const double *restrict pieces, const double *restrict u, double *restrict sum, int count) {
    const double *b0 = bounds, *b1 = bounds + 3 * (count - 1);
    const int64_t *l0 = ladders, *l1 = ladders + 4 * (count - 1);
    const double knot = b0[1];
    for (int i = 0; i < TILE; i++) {
        int second = u[i] > knot;
        double near = u[i] - (second ? b1[0] : b0[0]), far = (second ? b1[1] : b0[1]) - u[i];
        int is_near = near <= far;
        double t = (is_near ? near : far) * (second ? b1[2] : b0[2]);
        t = t < 0.5 ? t : 0.5;
        int64_t bits;
        memcpy(&bits, &t, 8);
        int64_t rung = (0x3FE0000000000000 - bits) >> 49;
        int64_t depth = is_near ? (second ? l1[1] : l0[1]) : (second ? l1[3] : l0[3]);
        int64_t start = is_near ? (second ? l1[0] : l0[0]) : (second ? l1[2] : l0[2]);
        const double *p = pieces + 8 * (start + (rung < depth ? rung : depth));
        double d = t - p[0];
        sum[i] += p[1] + d * (p[2] + d * (p[3] + d * (p[4] + d * (p[5] + d * (p[6] + d * p[7])))));
    }
}

/* Sums of iterations first .. first + count, a multiple of TILE, into out. */
void play(uint64_t seed, uint64_t first, int64_t count, int64_t inputs, const uint64_t *streams, const int64_t *laws,
          const double *bounds, const int64_t *ladders, const double *pieces, double *out) {
    double u[TILE];
    for (int64_t at = 0; at < count; at += TILE) {
        memset(out + at, 0, TILE * sizeof(double));
        for (int64_t k = 0; k < inputs; k++) {
            uniforms(seed, streams[k], first + at, u);
            add_quantiles(bounds + 3 * laws[2 * k], ladders + 4 * laws[2 * k], pieces, u, out + at, (int)laws[2 * k + 1]);
        }
    }
}
