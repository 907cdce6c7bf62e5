/**
 * The text that the officer reads aloud before the first question. A consent keeps its version, so that what was agreed to stays
 * known when the text changes.
 * @see Law 91/2025/QH15 on personal data protection, in force since 2026-01-01
 */
export const CONSENT_TEXT = {
  version: '2026-2',
  vi:
    'Tôi xin phép hỏi và ghi lại việc học tập của ông/bà để đánh giá danh hiệu “Công dân học tập”. ' +
    'Thông tin chỉ gồm họ tên, ngày sinh, giới tính, số CCCD, quan hệ trong hộ, nghề nghiệp, nơi học hoặc làm việc, câu trả lời, ' +
    'minh chứng và ảnh nếu ông/bà đồng ý; chỉ Hội Khuyến học và UBND xã được xem, ' +
    'giữ đến hết giai đoạn 2021–2030. Ông/bà có quyền từ chối, xem, sửa hoặc yêu cầu xóa bất cứ lúc nào mà không bị thiệt thòi gì. ' +
    'Ông/bà có đồng ý không?',
  en:
    'May I ask about and write down your learning, to evaluate the title “Learning Citizen”? ' +
    'It is only your name, date of birth, sex, identity number, place in the household, occupation, place of work or study, answers, ' +
    'evidence, and photos if you agree; only the Association for Promoting Learning and the commune see it, ' +
    'kept until the 2021–2030 programme ends. You may refuse, see, correct or ask to erase it at any time, without any disadvantage. ' +
    'Do you agree?',
} as const;
