/** The kit page: every control in every state, light and dark, at the width of the window (try 320 px, try 200 % text). */
import { useState } from 'react';
import { Button, type ButtonKind, ButtonLink } from './button.tsx';
import { Card, Chip, EmptyState, ListRow, type Tone } from './card.tsx';
import { Dialog } from './dialog.tsx';
import { ChoiceGroup, Field, Select, TextArea, TextInput } from './field.tsx';
import { GoodIcon, PlusIcon, SearchIcon, UsersIcon, WarnIcon } from './icons.ts';
import styles from './kit-screen.module.css';
import { Notice, type NoticeTone, ProgressBar, Skeleton, Spinner } from './notice.tsx';
import { Page } from './page.tsx';
import { PictureInput } from './picture-input.tsx';

const KINDS: readonly ButtonKind[] = ['primary', 'secondary', 'quiet', 'danger'];
const TONES: readonly Tone[] = ['neutral', 'info', 'good', 'warn', 'bad'];
const NOTICES: readonly NoticeTone[] = ['info', 'good', 'warn', 'bad'];
/** The stacked diacritics that get clipped first. */
const STACKED = 'Ẫm ợ Ệ Ỗ ằng Ặ – Nguyễn Thị Ánh Nguyệt, ấp Đường Xuồng';

export default function KitScreen() {
  return (
    <main className={styles.themes} data-testid="kit">
      <h1 className={styles.hidden}>Kit</h1>
      {(['light', 'dark'] as const).map((theme) => (
        <div key={theme} data-theme={theme} className={styles.theme}>
          <Samples theme={theme} />
        </div>
      ))}
    </main>
  );
}

function Samples({ theme }: { readonly theme: string }) {
  return (
    <Page
      title={`${STACKED} (${theme})`}
      subtitle="Trang / Page"
      footer={<ProgressBar label="Tổng điểm" value={74} max={100} mark={80} figure="74/100" />}
    >
      <ButtonSamples theme={theme} />
      <FieldSamples />
      <StatusSamples />
    </Page>
  );
}

function ButtonSamples({ theme }: { readonly theme: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Card title="Nút / Button">
      {KINDS.map((kind) => (
        <div key={kind} className={styles.row}>
          <Button kind={kind}>{kind}</Button>
          <Button kind={kind} icon={<PlusIcon aria-hidden />}>
            Thêm
          </Button>
          <Button kind={kind} busy>
            Đang lưu…
          </Button>
          <Button kind={kind} disabled>
            Tắt
          </Button>
        </div>
      ))}
      <ButtonLink href="/kit" wide>
        Liên kết / ButtonLink
      </ButtonLink>
      <PictureInput
        icon={<PlusIcon aria-hidden />}
        label={`Ảnh / picture (${theme})`}
        onPicture={async () => undefined}
      >
        Chụp ảnh / PictureInput
      </PictureInput>
      <Button onClick={() => setOpen(true)}>Hộp thoại / Dialog</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={STACKED}
        footer={<Button kind="primary">Đồng ý</Button>}
      >
        <p>{STACKED}</p>
      </Dialog>
    </Card>
  );
}

function FieldSamples() {
  const [choice, setChoice] = useState<'dat' | 'kha' | null>('kha');
  return (
    <Card title="Trường / Field">
      <Field label="Họ và tên" hint="Như trên thẻ">
        <TextInput defaultValue={STACKED} />
      </Field>
      <Field label="Số CCCD" error="Số CCCD có đúng 12 chữ số" optional="không bắt buộc">
        <TextInput defaultValue="0910" />
      </Field>
      <Field label="Năm sinh" warning="Không khớp số thẻ. Xin xem lại.">
        <TextInput defaultValue="1962" />
      </Field>
      <Field label="Tắt">
        <TextInput disabled defaultValue="không sửa được" />
      </Field>
      <Field label="Ấp">
        <Select>
          <option>Bình Hòa</option>
          <option>Đường Xuồng</option>
        </Select>
      </Field>
      <Field label="Ghi chú">
        <TextArea defaultValue={STACKED} />
      </Field>
      <ChoiceGroup
        legend="Chọn mức phù hợp"
        value={choice}
        onChange={setChoice}
        choices={[
          { value: 'dat', label: 'Đạt', detail: 'Thỉnh thoảng nghe loa, xem truyền hình.', end: '5 đ' },
          { value: 'kha', label: 'Khá', detail: 'Hằng tuần tự tìm đọc điều cần cho nhà mình.', end: '8 đ' },
        ]}
      />
      <ChoiceGroup
        legend="Chưa chọn"
        inline
        value={null}
        onChange={() => undefined}
        error="Chọn một mục"
        choices={[
          { value: 'a', label: 'Có' },
          { value: 'b', label: 'Không' },
        ]}
      />
    </Card>
  );
}

function StatusSamples() {
  return (
    <>
      <Card title="Trạng thái / Chip">
        <div className={styles.row}>
          {TONES.map((tone) => (
            <Chip key={tone} tone={tone} icon={<GoodIcon aria-hidden />}>
              {tone}
            </Chip>
          ))}
        </div>
      </Card>
      {NOTICES.map((tone) => (
        <Notice key={tone} tone={tone} title={STACKED} action={<Button>Mở lại</Button>}>
          Những gì đã lưu vẫn còn trên máy.
        </Notice>
      ))}
      <Card flush title="Danh sách / ListRow">
        <ul>
          <ListRow href="/kit" title={STACKED} detail="Hộ 001 · 4 người" end={<Chip tone="good">4/4</Chip>} />
          <ListRow
            title="Không bấm được"
            detail="một dòng"
            end={
              <Chip tone="warn" icon={<WarnIcon aria-hidden />}>
                thiếu
              </Chip>
            }
          >
            <Button>Đánh giá</Button>
          </ListRow>
          <ListRow onClick={() => undefined} icon={<UsersIcon aria-hidden />} title="Nút" />
        </ul>
      </Card>
      <Card title="Chờ / Waiting">
        <Spinner label="Đang tải…" />
        <ProgressBar label="Đang tải danh sách" />
        <ProgressBar label="Đã đánh giá" value={3} max={12} figure="3/12" />
        <Skeleton rows={2} />
      </Card>
      <EmptyState
        icon={<SearchIcon aria-hidden />}
        title="Chưa có hộ nào"
        action={<Button icon={<PlusIcon aria-hidden />}>Thêm hộ</Button>}
      >
        Danh sách hộ của xã sẽ về máy khi có mạng.
      </EmptyState>
    </>
  );
}
