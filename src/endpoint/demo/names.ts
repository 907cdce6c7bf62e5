/**
 * Names as they are distributed in the south-west: Kinh family names by their share of the population, Khmer ones as in
 * Kiên Giang (Danh above all; women often bear Thị as family name). Shares in permille, rounded.
 */
import type { Random } from './random.ts';

const KINH_FAMILY = [
  ['Nguyễn', 384],
  ['Trần', 121],
  ['Lê', 95],
  ['Phạm', 70],
  ['Huỳnh', 51],
  ['Phan', 45],
  ['Võ', 39],
  ['Đặng', 21],
  ['Bùi', 20],
  ['Đỗ', 14],
  ['Hồ', 13],
  ['Ngô', 13],
  ['Dương', 10],
  ['Lý', 5],
  ['Trương', 22],
  ['Lâm', 12],
  ['Cao', 7],
  ['Thái', 6],
  ['Mai', 6],
  ['Đoàn', 6],
  ['Tô', 4],
  ['Châu', 5],
  ['Quách', 3],
  ['Tạ', 3],
] as const;
const KHMER_FAMILY = [
  ['Danh', 620],
  ['Thị', 90],
  ['Tiên', 40],
  ['Thạch', 60],
  ['Kim', 40],
  ['Sơn', 40],
  ['Lâm', 40],
  ['Châu', 30],
  ['Lý', 20],
  ['Trịnh', 20],
] as const;

const MIDDLE = {
  nam: ['Văn', 'Văn', 'Văn', 'Văn', 'Minh', 'Thanh', 'Hoàng', 'Quốc', 'Hữu', 'Công', 'Đức', 'Ngọc', 'Phước', 'Chí', ''],
  nu: ['Thị', 'Thị', 'Thị', 'Thị', 'Thị', 'Ngọc', 'Thanh', 'Kim', 'Mỹ', 'Bích', 'Hồng', 'Thùy', 'Cẩm'],
} as const;
const GIVEN = {
  nam: (
    'An Ân Bảo Bé Bình Cường Dũng Dương Đạt Điền Đoàn Đức Giang Hải Hậu Hiếu Hòa Hoàng Hùng Huy Khang Khánh Khoa Kiệt ' +
    'Lâm Liêm Linh Long Lộc Luân Lực Mẫn Minh Nam Nghĩa Nhân Nhựt Phát Phong Phú Phúc Quân Quí Sang Sơn Tài Tâm Tân Thành ' +
    'Thắng Thiện Thịnh Thuận Tiến Tín Toàn Trí Trọng Trung Tú Tuấn Tùng Út Vinh Vũ'
  ).split(' '),
  nu: (
    'Anh Ánh Bé Bích Cẩm Châu Chi Cúc Diễm Diệu Dung Duyên Đào Đẹp Điệp Gấm Giàu Hà Hai Hạnh Hằng Hiền Hoa Hòa Hồng Huệ ' +
    'Hương Khánh Kiều Lan Lành Lệ Liên Liễu Linh Loan Ly Mai Mận Mơ Mỹ Nga Ngân Nghi Ngọc Nguyệt Nhi Nhung Như Oanh Phụng ' +
    'Phượng Quyên Sen Sương Thảo Thắm Thơ Thu Thủy Thư Thương Tiên Trang Trâm Trinh Trúc Tuyết Út Vân Xuân Yến'
  ).split(' '),
} as const;
const KHMER_GIVEN = {
  nam: 'Sóc Khel Rươl Sa Rinh Phol Hên Út Dươl Sươl Sà Rương Thol Nhịp Cường Phến Đen Hùng Chanh Mây'.split(' '),
  nu: 'Sà Rươne Phal Sóc Kha Nhanh Hương Sa Rét Lanh Chiên Phol Diệu Hên Mỹ Út Sươne Na Quí Đa'.split(' '),
} as const;
/** Percent of Khmer households. */
const KHMER_PERCENT = 13;

/** A family name, and whether the family is Khmer. */
export interface Family {
  readonly khmer: boolean;
  readonly name: string;
}

/** @returns a family at random */
export function familyOf(random: Random): Family {
  const khmer = random.chance(KHMER_PERCENT);
  return { khmer, name: random.weighted<string>(khmer ? KHMER_FAMILY : KINH_FAMILY) };
}

/** @returns a full name: family, middle and given name */
export function personName(random: Random, family: Family, sex: 'nam' | 'nu'): string {
  const given: readonly string[] = family.khmer ? KHMER_GIVEN[sex] : GIVEN[sex];
  const middle =
    family.khmer && random.chance(60) ? (sex === 'nu' && family.name !== 'Thị' ? 'Thị' : '') : random.pick(MIDDLE[sex]);
  return [family.name, middle === family.name ? '' : middle, random.pick(given)].filter(Boolean).join(' ');
}
