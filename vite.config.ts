/** How the phone's app is built; vitest reads its settings from here too. */
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import packageJson from './package.json' with { type: 'json' };
import { DESK_FILE_PREFIX } from './src/app/desk-cache/desk-files.ts';

const isOfDesk = (path: string) => /src\/app\/(desk|admin)\//.test(path);

/**
 * The endpoint checks payloads, and a phone checks none. The definitions of the kinds lose their schema and their example in the
 * build, because everybody would download them before the first screen (a test holds that no code of the phone asks for them).
 */
const withoutPayloads = (): Plugin => ({
  name: 'without-payloads',
  apply: 'build',
  enforce: 'pre',
  transform(code, path) {
    if (!/\/src\/programme\/kinds\/[\w-]+\.ts$/.test(path) || !code.includes(' = defineKind({')) return null;
    return code.replace(/^ {2}payload: \w+,\n/m, '').replace(/^ {2}example: \{(?:.*\},|\n(?: {4}.*\n)* {2}\},)\n/m, '');
  },
});

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(packageJson.version) },
  plugins: [
    withoutPayloads(),
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/app',
      filename: 'sw.ts',
      // The app registers it itself (src/app/update): no update may ever be applied while a form is open.
      injectRegister: false,
      // The pictures are for the browser's install dialog, which needs the network anyway.
      includeManifestIcons: false,
      injectManifest: {
        // One classic script: what every browser's service worker takes.
        rollupFormat: 'iife',
        globPatterns: ['**/*.{html,js,css,svg,png,webmanifest,json}'],
        globIgnores: ['assets/kit-screen-*', 'icon-*.png'],
        maximumFileSizeToCacheInBytes: 1024 * 1024,
      },
      manifest: {
        id: '/',
        name: 'Công dân học tập: phiếu đánh giá',
        short_name: 'Công dân HT',
        description: 'Đánh giá Công dân học tập tại nhà, không cần mạng.',
        lang: 'vi',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#f7f5ef',
        theme_color: '#0b5d4a',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: {
      output: {
        // By these names the service worker knows what it does not keep on every phone (src/app/desk-cache). Nothing of
        // phone imports anything of desk or admin, so a chunk with a module of theirs is theirs alone.
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some(isOfDesk) ? `${DESK_FILE_PREFIX}[name]-[hash].js` : 'assets/[name]-[hash].js',
        assetFileNames: ({ originalFileNames }) =>
          originalFileNames.some(isOfDesk)
            ? `${DESK_FILE_PREFIX}[name]-[hash][extname]`
            : 'assets/[name]-[hash][extname]',
        // One file has what the first screen shares with later ones, and all that this imports: in parts it compresses worse
        // (158.8 KB in a dozen files, 158.0 in this one), and without what it imports it would import its importers.
        codeSplitting: {
          groups: [
            {
              name: 'shared',
              test: /\/node_modules\/(react|react-dom|scheduler|dexie|zod|wouter)\/|\/src\/vault\/(?!(upkeep\/(compaction|criteria-sets|learn-kinds)|photos\/free-photos|drafts\/(handed-over|sent-drafts)|records\/(hamlet-list|reconcile|returned|search)|persons\/stores-remove)\.ts)|\/src\/(app\/(services|later|may-be-forgotten|session\/(chosen|phone-context)|phone\/(rescue\/offer|evaluate\/replaced-drafts)|messages|hrefs)|ui\/(?!kit-screen)[\w-]+|programme\/(kinds\/[\w-]+|vietnamese\/(cccd|clean-text|names)|campaign-choice|entity-ref|no-eval|materialize|parent-graph|streams|policy)|criteria\/(sha256|canonical)|sync\/errors|protocol\/(signature|revision|canonical))\.tsx?$/,
            },
            {
              // Texts of the later screens compress better together, and all of them are kept on the phone.
              name: 'texts',
              test: /\/src\/app\/(phone\/(evaluate|people|rescue|sync|settings|today\/(no-roster|handed|ready|search))(\/\w+)?|session)\/messages\.ts$/,
            },
          ],
        },
      },
      treeshake: {
        // What makes a schema has no other effect, so a schema that nobody uses is left out.
        manualPureFunctions: ['z'],
        // These modules do nothing by being imported, so what only a later screen uses of them is loaded with that screen.
        moduleSideEffects: [
          { test: /\/src\/programme\/no-eval\.ts$/, sideEffects: true },
          { test: /\/src\/(criteria|protocol|sync|vault|programme)(\/\w+)?\/[\w-]+\.ts$/, sideEffects: false },
        ],
      },
    },
  },
  server: { proxy: { '/v1': 'http://localhost:8080' } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: './tests/shared/run.ts',
    // Both cores of the smallest machine: many tests wait for a database or a browser.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.{ts,tsx}',
            'tests/unit/**/*.test.ts',
            'tests/contracts/**/*.test.ts',
            'tests/simulation/**/*.test.ts',
            'tests/endpoint/**/*.test.ts',
            'tests/scenario/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
    ],
  },
});
